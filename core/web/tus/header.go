package tus

import (
	"encoding/base64"
	"strings"

	"github.com/doanket/doanket/core/fault"
)

// Metadata reads an Upload-Metadata header, "key base64,key base64"; a key may
// stand without a value, and none twice. Fault: Invalid at the header.
func Metadata(header string) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if key == "" {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(value)
		if _, twice := out[key]; err != nil || twice {
			return nil, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Metadata"))
		}
		out[key] = string(raw)
	}
	return out, nil
}

// Checksum reads an Upload-Checksum header, "sha1 base64": the algorithm's name
// as the client wrote it, and the sum. Fault: Invalid at the header.
func Checksum(header string) (algorithm string, sum []byte, err error) {
	algorithm, value, _ := strings.Cut(header, " ")
	sum, err = base64.StdEncoding.DecodeString(value)
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Checksum"))
	}
	return algorithm, sum, nil
}
