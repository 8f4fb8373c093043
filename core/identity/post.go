package identity

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/text"
)

const maxBasis = 500

type postRow struct {
	bun.BaseModel `bun:"table:post"`
	ID            string `bun:",pk"`
	PersonID      string
	Role          string
	UnitID        string
	FromOn        calendar.Date
	ToOn          calendar.Date
	DelegatedBy   string
	Delegates     string
	Basis         string
	RevokedAt     int64
	CreatedBy     string
	CreatedAt     int64
}

// holdsOn is the condition of a post that is valid on a day, given twice.
const holdsOn = "from_on <= ? AND (to_on IS NULL OR to_on >= ?)"

// lentOn adds to it, given the day twice more, that what is lent is still held by
// who lent it, and that they are not shut out.
const lentOn = ` AND (delegates = '' OR EXISTS (SELECT 1 FROM post AS lent JOIN person AS lender ON lender.id = lent.person_id
	WHERE lent.id = post.delegates AND NOT lender.disabled AND lent.from_on <= ? AND (lent.to_on IS NULL OR lent.to_on >= ?)))`

// onDay narrows a query on post to those valid on the day.
func onDay(q *bun.SelectQuery, day calendar.Date) *bun.SelectQuery {
	return q.Where(holdsOn, day, day)
}

// posts reads posts and adds what shows of their units. A post at a unit that
// is gone altogether (a damaged import) is left out: it can permit nothing.
func (p *People) posts(ctx context.Context, where string, args ...any) ([]Post, error) {
	rows, err := db.Query(ctx, "SELECT id, person_id, role, unit_id, from_on, to_on, delegated_by, delegates, basis FROM post WHERE "+where+" ORDER BY from_on, id", args...)
	if err != nil {
		return nil, err
	}
	var found []postRow
	err = db.Each(rows, func(rows *sql.Rows) error {
		var r postRow
		err := rows.Scan(&r.ID, &r.PersonID, &r.Role, &r.UnitID, &r.FromOn, &r.ToOn, &r.DelegatedBy, &r.Delegates, &r.Basis)
		found = append(found, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Post, 0, len(found))
	for _, r := range found {
		post, err := p.post(ctx, r)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, post)
	}
	return out, nil
}

func (p *People) post(ctx context.Context, r postRow) (Post, error) {
	post := Post{ID: r.ID, PersonID: r.PersonID, Role: r.Role, UnitID: r.UnitID, From: r.FromOn, To: r.ToOn, DelegatedBy: r.DelegatedBy, Delegates: r.Delegates, Basis: r.Basis}
	if p.o.Units == nil {
		return post, nil
	}
	var err error
	if post.UnitPath, post.UnitName, post.PlacePath, post.Branch, err = p.o.Units.Seat(ctx, r.UnitID); err != nil {
		return post, err
	}
	post.Former, err = p.o.Units.Former(ctx, r.UnitID)
	return post, err
}

// ActorOf is the person as an actor with the posts of today; a disabled one
// holds none.
func (p *People) ActorOf(ctx context.Context, personID string) (Actor, error) {
	a, _, err := p.actor(ctx, personID)
	return a, err
}

func (p *People) actor(ctx context.Context, personID string) (a Actor, disabled bool, err error) {
	a.PersonID = personID
	err = db.QueryRow(ctx, "SELECT login, display, locale, disabled FROM person WHERE id = ?", personID).Scan(&a.Login, &a.Name, &a.Locale, &disabled)
	if err != nil || disabled {
		return a, disabled, err
	}
	today := calendar.Today(db.Now(ctx))
	a.Posts, err = p.posts(ctx, "person_id = ? AND "+holdsOn+lentOn, personID, today, today, today, today)
	return a, false, err
}

// Posts lists a person's posts, past ones too.
func (p *People) Posts(ctx context.Context, personID string) ([]Post, error) {
	return p.posts(ctx, "person_id = ?", personID)
}

// Post is one post, also one that is over or to come.
func (p *People) Post(ctx context.Context, postID string) (*Post, error) {
	row, err := postRowOf(ctx, postID)
	if err != nil {
		return nil, err
	}
	post, err := p.post(ctx, *row)
	return &post, err
}

// Lent lists what a person has lent and was not over before today; of one post of
// theirs, or, with "", of all.
func (p *People) Lent(ctx context.Context, personID, postID string) ([]Post, error) {
	today := calendar.Today(db.Now(ctx))
	return p.posts(ctx, "delegated_by = ? AND (? = '' OR delegates = ?) AND (to_on IS NULL OR to_on >= ?)", personID, postID, postID, today)
}

// PostsByID lists posts by id, past ones too; what is no post is left out.
func (p *People) PostsByID(ctx context.Context, ids []string) ([]Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return p.posts(ctx, "id IN (?)", ids)
}

// PostsAt lists the posts valid today at the units; nil: everywhere.
func (p *People) PostsAt(ctx context.Context, unitIDs []string) ([]Post, error) {
	today := calendar.Today(db.Now(ctx))
	if unitIDs == nil {
		return p.posts(ctx, holdsOn+lentOn, today, today, today, today)
	}
	return p.posts(ctx, "unit_id IN (?) AND "+holdsOn+lentOn, append([]string{""}, unitIDs...), today, today, today, today)
}

// Holders lists the ids of the people who hold the role at the unit today.
func (p *People) Holders(ctx context.Context, role, unitID string) ([]string, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	q := idb.NewSelect().Table("post").ColumnExpr("DISTINCT person_id").Where("role = ? AND unit_id = ?", role, unitID).
		Where("person_id IN (SELECT id FROM person WHERE NOT disabled)").Order("person_id")
	return out, db.Fault(onDay(q, calendar.Today(db.Now(ctx))).Scan(ctx, &out))
}

// PostsIn lists the posts in the roles that were not over before today, of people who
// may sign in; lent ones are not among them.
func (p *People) PostsIn(ctx context.Context, roles []string) ([]Post, error) {
	return p.posts(ctx, "role IN (?) AND delegates = '' AND (to_on IS NULL OR to_on >= ?) AND person_id IN (SELECT id FROM person WHERE NOT disabled)",
		append([]string{""}, roles...), calendar.Today(db.Now(ctx)))
}

// Grant gives a post.
func (p *People) Grant(ctx context.Context, g Grant) (*Post, error) {
	var out Post
	err := db.InTx(ctx, func(ctx context.Context) (err error) {
		out, err = p.grant(ctx, postRow{PersonID: g.PersonID, Role: g.Role, UnitID: g.UnitID, FromOn: g.From, ToOn: g.To, Basis: g.Basis})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("grant post: %w", err)
	}
	return &out, nil
}

func (p *People) grant(ctx context.Context, r postRow) (_ Post, err error) {
	if r.Basis, err = text.Check("basis", r.Basis, maxBasis, false); err != nil {
		return Post{}, err
	}
	if r.FromOn.IsZero() {
		r.FromOn = calendar.Today(db.Now(ctx))
	}
	if !r.ToOn.IsZero() && r.ToOn.Before(r.FromOn) {
		return Post{}, fault.New(fault.Invalid, "out_of_range", fault.Field("to"))
	}
	if err := p.grantable(ctx, r); err != nil {
		return Post{}, err
	}
	return p.seat(ctx, r)
}

// seat writes a post that may be given.
func (p *People) seat(ctx context.Context, r postRow) (Post, error) {
	r.ID, r.CreatedBy, r.CreatedAt = id.New("pst"), By(ctx), micro(db.Now(ctx))
	post, err := p.post(ctx, r)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Invalid, "unknown_value", fault.Field("unit"), fault.Cause(err))
	}
	if err != nil {
		return Post{}, err
	}
	idb, err := db.Of(ctx)
	if err != nil {
		return Post{}, err
	}
	p.memory.forget(ctx)
	_, err = idb.NewInsert().Model(&r).Exec(ctx)
	return post, db.Fault(err)
}

// grantable checks person and role, and that the person does not hold the
// very post on one of the days already.
func (p *People) grantable(ctx context.Context, r postRow) error {
	if err := db.Lock(ctx, r.PersonID); err != nil {
		return err
	}
	person, err := rowOf(ctx, r.PersonID)
	switch {
	case fault.Is(err, fault.NotFound):
		return fault.New(fault.Invalid, "unknown_value", fault.Field("person"), fault.Cause(err))
	case err != nil:
		return err
	case person.Disabled:
		return fault.New(fault.Conflict, "person.disabled", fault.Field("person"))
	}
	if p.o.RoleKnown != nil {
		known, err := p.o.RoleKnown(ctx, r.Role)
		if err != nil {
			return err
		}
		if !known {
			return fault.New(fault.Invalid, "unknown_value", fault.Field("role"), fault.Param("role", r.Role))
		}
	}
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	q := idb.NewSelect().Table("post").Where("person_id = ? AND role = ? AND unit_id = ?", r.PersonID, r.Role, r.UnitID).
		Where("to_on IS NULL OR to_on >= ?", r.FromOn).Where("to_on IS NULL OR to_on >= from_on")
	if !r.ToOn.IsZero() {
		q = q.Where("from_on <= ?", r.ToOn)
	}
	n, err := q.Count(ctx)
	if err == nil && n > 0 {
		return fault.New(fault.Conflict, "post.exists", fault.Field("role"))
	}
	return db.Fault(err)
}

// Delegate lends a post to another person until a day inside it. What is lent
// cannot be lent on.
func (p *People) Delegate(ctx context.Context, postID, toPerson string, from, to calendar.Date, basis string) (*Post, error) {
	var out Post
	err := db.InTx(ctx, func(ctx context.Context) error {
		lent, err := postRowOf(ctx, postID)
		if err != nil {
			return err
		}
		if from.IsZero() {
			from = calendar.Today(db.Now(ctx))
		}
		switch {
		case lent.Delegates != "":
			return fault.New(fault.Conflict, "post.delegated", fault.Field("post"))
		case lent.PersonID == toPerson:
			return fault.New(fault.Invalid, "post.own", fault.Field("person"))
		case to.IsZero():
			return fault.New(fault.Invalid, "required", fault.Field("to"))
		case from.Before(lent.FromOn), !lent.ToOn.IsZero() && to.After(lent.ToOn):
			return fault.New(fault.Invalid, "out_of_range", fault.Field("to"))
		}
		out, err = p.grant(ctx, postRow{PersonID: toPerson, Role: lent.Role, UnitID: lent.UnitID, FromOn: from, ToOn: to,
			DelegatedBy: lent.PersonID, Delegates: lent.ID, Basis: basis})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("delegate post: %w", err)
	}
	return &out, nil
}

func postRowOf(ctx context.Context, postID string) (*postRow, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	row := new(postRow)
	return row, db.Fault(idb.NewSelect().Model(row).Where("id = ?", postID).Scan(ctx))
}

// Revoke ends a post and its delegations; last is the last valid day, zero
// ends it at once. Days gone by stay as they were.
func (p *People) Revoke(ctx context.Context, postID string, last calendar.Date) error {
	err := db.InTx(ctx, func(ctx context.Context) error {
		row, err := postRowOf(ctx, postID)
		if err != nil {
			return err
		}
		yesterday := calendar.Today(db.Now(ctx)).AddDays(-1)
		if last.IsZero() {
			last = yesterday
		}
		if last.Before(yesterday) {
			return fault.New(fault.Invalid, "out_of_range", fault.Field("last"))
		}
		if !row.ToOn.IsZero() && !row.ToOn.After(last) {
			return nil
		}
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		p.memory.forget(ctx)
		_, err = idb.NewUpdate().Table("post").Set("to_on = ?", last).Set("revoked_at = ?", micro(db.Now(ctx))).
			Where("id = ? OR delegates = ?", postID, postID).Where("to_on IS NULL OR to_on > ?", last).Exec(ctx)
		return db.Fault(err)
	})
	if err != nil {
		return fmt.Errorf("revoke post: %w", err)
	}
	return nil
}
