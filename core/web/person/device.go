package person

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/web/endpoint"
)

// Devices gives a person's browser the key under which it keeps what they typed
// and read. Key is the province's, from which each person's is derived: the same
// after the next sign-in, so that what waits on a device opens again for its owner
// and for nobody else.
type Devices struct {
	Key func(ctx context.Context) ([]byte, error)
}

// deviceKeyLife bounds how long a browser without a line goes on opening what it
// keeps; a session that ends sooner ends it sooner.
const deviceKeyLife = 24 * time.Hour

// DeviceKeyOut is a person's key, and until when a browser without a line uses it.
type DeviceKeyOut struct {
	Secret []byte    `json:"secret" secret:"true"` // 32 bytes, in base64
	Until  time.Time `json:"until"`
}

// Of is the caller's key. Nothing for a token, and while a restored province's keys
// are not bound to it: such a browser keeps nothing.
func (d Devices) Of(c *endpoint.Call) (*DeviceKeyOut, error) {
	if c.InPerson() != nil {
		return nil, nil
	}
	key, err := d.Key(c.Ctx)
	if fault.Is(err, fault.Unavailable) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("device " + c.Actor.PersonID))
	until := id.NowIn(c.Ctx).Add(deviceKeyLife)
	if c.Sign.Expires.Before(until) {
		until = c.Sign.Expires
	}
	return &DeviceKeyOut{mac.Sum(nil), until}, nil
}
