package exam

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// logsLeft is how many lines of log the five questions of inTime may lose: a
// host keeps some hundred at once.
const logsLeft = 100

// inTime needs one of five questions answered within the limit, however: a busy
// machine may be slow now and then, a decision that waits is slow always.
func (d *examined) inTime(ctx context.Context) error {
	lost := d.lost()
	var last error
	for i := range 5 {
		began := time.Now()
		_, err := d.put(ctx, caller("mot"), d.items[i])
		took := time.Since(began)
		if n := d.lost() - lost; n > logsLeft {
			return fmt.Errorf("writes so much log that %d lines of it were dropped after %d questions: a decision answers, it does not log", n, i+1)
		}
		if took <= d.Limit && !hung(err) && !fault.Is(err, fault.Unavailable) {
			return nil
		}
		if last = err; err == nil {
			last = fmt.Errorf("took %v, may take %v", took.Round(time.Millisecond), d.Limit)
		}
	}
	return last
}

func (c *Candidate) lost() int64 {
	if c.LogLost == nil {
		return 0
	}
	return c.LogLost()
}
