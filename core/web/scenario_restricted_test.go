package web_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
)

// TestWhoReadsARestrictedRecordIsLogged, and of others nobody is.
func TestWhoReadsARestrictedRecordIsLogged(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.visit(t, "kept", "")
		ctx, rec := s.In(coretest.An), s.told(t, "{kept}")
		for n, sensitivity := range []string{"", "restricted"} {
			err := db.InTx(ctx, func(ctx context.Context) error {
				_, err := db.Exec(ctx, "UPDATE record SET sensitivity = ? WHERE id = ?", sensitivity, rec)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			var shown struct{ ID string }
			s.client(coretest.Officer).Do(http.MethodGet, "/records/"+rec, nil).Want(t, 200, &shown)
			page, err := audit.List(ctx, audit.Filter{Action: "record.read", Object: rec})
			if err != nil || len(page.Items) != n || n == 1 && page.Items[0].Actor != coretest.Officer {
				t.Errorf("%q: %+v %v", sensitivity, page.Items, err)
			}
		}
	})
}
