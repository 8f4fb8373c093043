package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
)

// batchScenarios: many at once, each answered by itself.
var batchScenarios = []scenario{
	{name: "many, one of them wrong", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", header: []string{"Idempotency-Key", "nhập lô"}, status: 200,
		body: `{"items":[{"unit":"{X1}","fields":{"title":"Lô một","held_on":"2026-03-10"}},{"unit":"{X1}","fields":{"title":"Lô hai","held_on":"hôm qua"}},
			{"unit":"{X1}","transition":"submit","fields":{"title":"Lô ba","held_on":"2026-03-11"}},{"unit":"{far_unit}","fields":{"title":"Lô bốn","held_on":"2026-03-10"}}]}`,
		has:  []string{`"status":201`, `"state":"submitted"`, `"status":422`, `"field":"held_on"`, `"field":"unit"`, `"version":1`},
		save: []string{"one=items.0.id", "three=items.2.id"}},
	{name: "the same again makes nothing twice", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", header: []string{"Idempotency-Key", "nhập lô"}, status: 200,
		body: `{"items":[{"unit":"{X1}","fields":{"title":"Lô một","held_on":"2026-03-10"}}]}`, has: []string{`"id":"{one}"`}},
	{name: "the key for something else", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", header: []string{"Idempotency-Key", "nhập lô"}, status: 200,
		body: `{"items":[{"unit":"{X1}","fields":{"title":"Khác","held_on":"2026-03-10"}}]}`, has: []string{`"status":409`, `"code":"idempotency_mismatch"`}},
	{name: "a key of its own", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", status: 200,
		body: `{"items":[{"unit":"{X1}","idempotency_key":"riêng","fields":{"title":"Có khóa","held_on":"2026-03-10"}}]}`, save: []string{"keyed=items.0.id"}},
	{name: "its own key again", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", status: 200,
		body: `{"items":[{"unit":"{X1}","idempotency_key":"riêng","fields":{"title":"Có khóa","held_on":"2026-03-10"}}]}`, has: []string{`"id":"{keyed}"`}},
	{name: "many without the right", who: coretest.Watcher, method: "POST", path: "/records/demo.visit/batch", status: 200,
		body: `{"items":[{"unit":"{X1}","transition":"submit","fields":{"title":"a","held_on":"2026-03-10"}}]}`, has: []string{`"status":403`, `"code":"forbidden"`}, hasNot: []string{`"id":"rec_`}},
	{name: "none at all", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", body: `{"items":[]}`, status: 422, field: "items=required"},
	{name: "too many", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", status: 413, code: "too_long",
		body: `{"items":[` + strings.Repeat(`{"unit":"{X1}"},`, 100) + `{"unit":"{X1}"}]}`},
	{name: "many of no kind", who: coretest.Officer, method: "POST", path: "/records/demo.nothing/batch", status: 200, body: `{"items":[{"unit":"{X1}"}]}`, has: []string{`"status":404`}},
	{name: "many as nobody", method: "POST", path: "/records/demo.visit/batch", body: `{"items":[{"unit":"{X1}"}]}`, status: 401},

	{name: "a step on many", who: coretest.Officer, method: "POST", path: "/records/batch/transitions/submit", status: 200,
		body: `{"items":[{"id":"{one}","version":1},{"id":"{keyed}","version":9},{"id":"{three}"},{"id":"{far_record}"}]}`,
		has:  []string{`"id":"{one}"`, `"state":"submitted"`, `"code":"stale_version"`, `"code":"wrong_state"`, `"status":404`}},
	{name: "a step on many from another unit", who: coretest.Officer2, method: "POST", path: "/records/batch/transitions/submit", status: 200,
		body: `{"items":[{"id":"{keyed}"}]}`, has: []string{`"status":404`}, hasNot: []string{"Có khóa"}},
	{name: "a step on many as nobody", method: "POST", path: "/records/batch/transitions/submit", body: `{"items":[{"id":"{keyed}"}]}`, status: 401},
	{name: "a step on none", who: coretest.Officer, method: "POST", path: "/records/batch/transitions/submit", body: `{"items":[]}`, status: 422, field: "items=required"},

	{name: "what can be done to many at once", who: coretest.Approver, method: "POST", path: "/records/batch/steps", body: `{"ids":["{one}","{far_record}","rec_none"]}`, status: 200,
		has: []string{`"id":"{one}"`, `"state":"submitted"`, `"steps":[`, `"return"`}, hasNot: []string{"{far_record}", "rec_none"}},
	{name: "its maker may not decide it", who: coretest.Officer, method: "POST", path: "/records/batch/steps", body: `{"ids":["{one}","{keyed}"]}`, status: 200, has: []string{`"id":"{keyed}"`, `"submit"`}, hasNot: []string{`"approve"`, `"return"`}},
	{name: "what can be done to many, from another unit", who: coretest.Officer2, method: "POST", path: "/records/batch/steps", body: `{"ids":["{one}"]}`, status: 200, has: []string{`"items":[]`}},
	{name: "what can be done to none", who: coretest.Officer, method: "POST", path: "/records/batch/steps", body: `{"ids":[]}`, status: 422, field: "ids=required"},
	{name: "what can be done to too many", who: coretest.Officer, method: "POST", path: "/records/batch/steps", body: `{"ids":["a"` + strings.Repeat(`,"a"`, 100) + `]}`, status: 413, code: "too_long"},
	{name: "what can be done to many, as nobody", method: "POST", path: "/records/batch/steps", body: `{"ids":["{one}"]}`, status: 401},

	{name: "many that make somebody wonder", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", status: 200,
		body: `{"items":[{"unit":"{X1}","fields":{"title":"Hội rất đông","held_on":"2026-03-10","people":45000}}]}`, save: []string{"wonder=items.0.id"}},
	{name: "what would be remarked of many", who: coretest.Officer, method: "POST", path: "/records/batch/transitions/submit/remarks", status: 200,
		body: `{"items":[{"id":"{wonder}","version":1},{"id":"{keyed}"},{"id":"{far_record}"},{"id":"rec_none"}]}`,
		has:  []string{`"id":"{wonder}"`, `"code":"demo.very_many"`}, hasNot: []string{"{keyed}", "{far_record}", "rec_none"}},
	{name: "what would be remarked of what has moved on", who: coretest.Officer, method: "POST", path: "/records/batch/transitions/submit/remarks", body: `{"items":[{"id":"{wonder}","version":9}]}`, status: 200, has: []string{`"items":[]`}},
	{name: "what would be remarked, to who may not", who: coretest.Officer2, method: "POST", path: "/records/batch/transitions/submit/remarks", body: `{"items":[{"id":"{wonder}"}]}`, status: 200, has: []string{`"items":[]`}},
	{name: "what would be remarked of none", who: coretest.Officer, method: "POST", path: "/records/batch/transitions/submit/remarks", body: `{"items":[]}`, status: 422, field: "items=required"},
	{name: "what would be remarked of too many", who: coretest.Officer, method: "POST", path: "/records/batch/transitions/submit/remarks", status: 413, code: "too_long",
		body: `{"items":[` + strings.Repeat(`{"id":"a"},`, 100) + `{"id":"a"}]}`},
	{name: "what would be remarked of many, as nobody", method: "POST", path: "/records/batch/transitions/submit/remarks", body: `{"items":[{"id":"{wonder}"}]}`, status: 401},

	{name: "cascades of a record", who: coretest.Officer, method: "GET", path: "/records/{one}/cascades", status: 200, has: []string{`"items":[]`}},
	{name: "cascades of another unit", who: coretest.Officer2, method: "GET", path: "/records/{one}/cascades", status: 404},
	{name: "cascades with a word too many", who: coretest.Officer, method: "GET", path: "/records/{one}/cascades?page=2", status: 422},
	{name: "a cascade on its way", who: coretest.Officer, method: "GET", path: "/records/{visit}/cascades", status: 200, has: []string{`"id":"csc_one"`, `"state":"running"`, `"total":3000`, `"done":200`}},
	{name: "undo by somebody else", who: coretest.Approver, method: "POST", path: "/records/{visit}/cascades/csc_one/undo", body: `{}`, status: 403, code: "forbidden"},
	{name: "undo with a word too many", who: coretest.Officer, method: "POST", path: "/records/{visit}/cascades/csc_one/undo?now=1", body: `{}`, status: 422, field: "now=unknown_field"},
	{name: "undo", who: coretest.Officer, method: "POST", path: "/records/{visit}/cascades/csc_one/undo", body: `{}`, status: 204},
	{name: "undo again", who: coretest.Officer, method: "POST", path: "/records/{visit}/cascades/csc_one/undo", body: `{}`, status: 409, code: "wrong_state"},
	{name: "undo what is no cascade", who: coretest.Officer, method: "POST", path: "/records/{one}/cascades/csc_none/undo", body: `{}`, status: 404},
	{name: "undo in another unit", who: coretest.Officer2, method: "POST", path: "/records/{one}/cascades/csc_none/undo", body: `{}`, status: 404},
}

func TestBatch(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		err := db.InTx(s.In(coretest.An), func(ctx context.Context) error {
			handle, err := db.Of(ctx)
			if err != nil {
				return err
			}
			_, err = handle.ExecContext(ctx, "INSERT INTO record_cascade (id, record_id, person, module, state, total, done, undone, effects, at) VALUES ('csc_one', ?, ?, 'demo', 'running', 3000, 200, 0, '[]', 0)",
				s.known["visit"], s.known["@"+coretest.Officer])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s.play(t, batchScenarios)
	})
}
