package wire

import (
	"maps"
	"time"

	"github.com/doanket/doanket/core/fault"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

const faultDomain = "doanket"

// kindCodes is the one table from our kinds to gRPC.
var kindCodes = map[fault.Kind]codes.Code{
	fault.Invalid:         codes.InvalidArgument,
	fault.Unauthenticated: codes.Unauthenticated,
	fault.Forbidden:       codes.PermissionDenied,
	fault.NotFound:        codes.NotFound,
	fault.Conflict:        codes.FailedPrecondition,
	fault.Stale:           codes.Aborted,
	fault.Precondition:    codes.FailedPrecondition,
	fault.TooLarge:        codes.ResourceExhausted,
	fault.Limited:         codes.ResourceExhausted,
	fault.Unavailable:     codes.Unavailable,
	fault.Internal:        codes.Internal,
}

// codeKinds reads a status that carries no fault of ours, as gRPC itself
// makes them; what it does not name is Internal.
var codeKinds = map[codes.Code]fault.Kind{
	codes.InvalidArgument:    fault.Invalid,
	codes.Unauthenticated:    fault.Unauthenticated,
	codes.PermissionDenied:   fault.Forbidden,
	codes.NotFound:           fault.NotFound,
	codes.FailedPrecondition: fault.Conflict,
	codes.Aborted:            fault.Stale,
	codes.ResourceExhausted:  fault.TooLarge,
	codes.Unavailable:        fault.Unavailable,
	codes.DeadlineExceeded:   fault.Unavailable,
	codes.Canceled:           fault.Unavailable,
}

// ToStatus turns an error into a gRPC status; the cause stays at home.
func ToStatus(err error) error {
	if err == nil {
		return nil
	}
	f := fault.Of(err)
	info := &errdetails.ErrorInfo{Domain: faultDomain, Reason: f.Code, Metadata: map[string]string{}}
	maps.Copy(info.Metadata, f.Params)
	s := status.New(kindCodes[f.Kind], string(f.Kind))
	bad := &errdetails.BadRequest{}
	for _, v := range f.Fields {
		bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{Field: v.Field, Reason: v.Code})
	}
	full, derr := s.WithDetails(info, bad, &errdetails.RetryInfo{RetryDelay: durationpb.New(f.RetryAfter)})
	if derr != nil {
		return s.Err()
	}
	return full.Err()
}

// FromStatus is the way back. A status without our details becomes a fault of
// the nearest kind whose code is the gRPC code's name.
func FromStatus(err error) error {
	if err == nil {
		return nil
	}
	s, ok := status.FromError(err)
	if !ok {
		return fault.Of(err)
	}
	kind := codeKinds[s.Code()]
	if kind == "" {
		kind = fault.Internal
	}
	return detailed(fault.New(kind, "grpc."+s.Code().String(), fault.Cause(err)), s)
}

func detailed(out *fault.Error, s *status.Status) *fault.Error {
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			if d.Domain != faultDomain {
				continue
			}
			out.Code, out.Params = d.Reason, d.Metadata
			if _, known := kindCodes[fault.Kind(s.Message())]; known {
				out.Kind = fault.Kind(s.Message())
			}
		case *errdetails.BadRequest:
			for _, v := range d.FieldViolations {
				out.Fields = append(out.Fields, fault.FieldError{Field: v.Field, Code: v.Reason})
			}
		case *errdetails.RetryInfo:
			out.RetryAfter = max(0, min(d.RetryDelay.AsDuration(), time.Hour))
		}
	}
	return out
}
