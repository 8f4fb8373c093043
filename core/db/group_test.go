package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
)

// Whatever happens to one writer, what another was told is committed is there,
// and what a writer was told has failed is not.
func TestManyWritersAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		const writers = 120
		told := make([]error, writers)
		effects := make([]bool, writers)
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				defer func() {
					if recover() != nil {
						told[i] = errors.New("panicked")
					}
				}()
				own := ctx
				if i%10 == 3 { // ends in the middle of a statement that writes
					var cancel context.CancelFunc
					own, cancel = context.WithTimeout(ctx, 30*time.Millisecond)
					defer cancel()
				}
				told[i] = db.InTx(own, func(ctx context.Context) error {
					db.AfterCommit(ctx, func() { effects[i] = true })
					if _, err := db.Exec(ctx, `INSERT INTO demo (id, name) VALUES (?, ?)`, fmt.Sprintf("%03d", i), "x"); err != nil {
						return err
					}
					switch i % 10 {
					case 1:
						return errors.New("refused")
					case 2:
						panic("oh")
					case 3:
						_, err := db.Exec(ctx, `INSERT INTO demo (id, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000)
							SELECT 'n' || CAST(max(i) AS text) || CAST(? AS text), 'x' FROM n`, fmt.Sprint(i))
						if i%20 == 3 { // takes no notice
							return nil
						}
						return err
					}
					return nil
				})
			})
		}
		all.Wait()
		there := map[string]bool{}
		for _, id := range texts(t, ctx, `SELECT id FROM demo`) {
			there[id] = true
		}
		for i, err := range told {
			if there[fmt.Sprintf("%03d", i)] != (err == nil) || effects[i] != (err == nil) {
				t.Errorf("writer %d was told %v, its row is there: %v, its effect came: %v", i, err, there[fmt.Sprintf("%03d", i)], effects[i])
			}
			if i%10 == 0 && err != nil {
				t.Errorf("writer %d failed: %v", i, err)
			}
		}
	})
}
