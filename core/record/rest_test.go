package record_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestALaterStepAsksAgainForWhatItRestsOn: a paper that a passed step demanded and that
// is found broken since is missed at every later step, until there are enough again.
func TestALaterStepAsksAgainForWhatItRestsOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		first := r.attach(t, me, rec.ID)
		r.attach(t, me, rec.ID)
		r.do(t, r.as(coretest.Approver), rec.ID, "approve", nil)
		err := db.InTx(r.In(coretest.An), func(ctx context.Context) error {
			_, err := db.Exec(ctx, "UPDATE document_object SET sound = ? WHERE sha256 IN (SELECT sha256 FROM document_version WHERE document_id = ?)", false, first.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		send := func() error {
			_, err := r.Records.Do(me, rec.ID, "send", 0, record.Act{Fields: fields{"receiver": r.Unit(coretest.An, "X1-UB")}})
			return err
		}
		refuses(t, send(), fault.Invalid, "evidence_missing", "report=evidence_missing")
		r.attach(t, me, rec.ID)
		if err := send(); err != nil {
			t.Error(err)
		}
	}, "not_actor_of: [create, submit], number: true, set: {approved_on", "not_actor_of: [create, submit], slots: [report], number: true, set: {approved_on")
}
