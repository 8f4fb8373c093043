package province_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
)

// TestNobodyIsSignedInToARestoredCopy: sessions, links and tokens that were copied
// with a province end in the copy and live on where they were made.
func TestNobodyIsSignedInToARestoredCopy(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx, password := r.In(coretest.An), "bốn con vịt qua cầu"
		p, err := r.People.ByLogin(ctx, coretest.Officer)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.People.SetPassword(ctx, p.ID, password); err != nil {
			t.Fatal(err)
		}
		s, err := r.People.SignIn(ctx, identity.Credentials{Login: coretest.Officer, Password: password})
		if err != nil {
			t.Fatal(err)
		}
		token, err := r.Token(ctx, coretest.Officer, "máy", nil, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		link, err := r.People.OneTimeLink(ctx, p.ID, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "an.tar")
		if _, err := r.Provinces.Backup(context.Background(), coretest.An, path); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Provinces.Restore(context.Background(), path, "ban-sao"); err != nil {
			t.Fatal(err)
		}
		in := func(ctx context.Context) (session, byToken, byLink bool) {
			_, _, serr := r.People.Resume(ctx, s.Secret)
			_, terr := r.People.ResumeToken(ctx, token)
			_, lerr := r.People.RedeemLink(ctx, identity.Redemption{Secret: link, Password: password + " hai"})
			return serr == nil, terr == nil, lerr == nil
		}
		if session, byToken, byLink := in(r.In("ban-sao")); session || byToken || byLink {
			t.Errorf("the copy lets in: session %v, token %v, link %v", session, byToken, byLink)
		}
		if session, byToken, byLink := in(ctx); !session || !byToken || !byLink {
			t.Errorf("where they were made: session %v, token %v, link %v", session, byToken, byLink)
		}
	})
}
