package identity

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity/name"
	"github.com/doanket/doanket/core/identity/strength"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/text"
)

// Create adds a person; they cannot sign in before a password or a link.
func (p *People) Create(ctx context.Context, n NewPerson) (*Person, error) {
	row := &personRow{ID: id.New("per"), Login: n.Login, FamilyMiddle: n.FamilyMiddle, Given: n.Given, Display: n.Display, Email: n.Email, Locale: n.Locale}
	if err := row.check(); err != nil {
		return nil, err
	}
	err := db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		if err := roomFor(ctx, idb); err != nil {
			return err
		}
		if err := unique(ctx, idb, row); err != nil {
			return err
		}
		row.CreatedAt = micro(db.Now(ctx))
		row.UpdatedAt = row.CreatedAt
		_, err = idb.NewInsert().Model(row).Exec(ctx)
		return db.Fault(err)
	})
	if err != nil {
		return nil, fmt.Errorf("create person: %w", err)
	}
	return row.person(), nil
}

// roomFor holds a province to the number of people in its settings.
func roomFor(ctx context.Context, idb bun.IDB) error {
	t, err := tenant.From(ctx)
	if err != nil || t.Settings.Limits.Users == 0 {
		return nil //nolint:nilerr // no settings, no limit
	}
	n, err := idb.NewSelect().Model((*personRow)(nil)).Where("NOT disabled").Count(ctx)
	if err == nil && int(n) >= t.Settings.Limits.Users {
		return fault.New(fault.Conflict, "limit.users", fault.Param("max", strconv.Itoa(t.Settings.Limits.Users)))
	}
	return db.Fault(err)
}

// unique names the field that somebody else already has; the index behind it
// decides between two who come at once.
func unique(ctx context.Context, idb bun.IDB, row *personRow) error {
	for field, value := range map[string]string{"login": row.Login, "email": row.Email} {
		if value == "" {
			continue
		}
		n, err := idb.NewSelect().Model((*personRow)(nil)).Where("? = ? AND id <> ?", bun.Ident(field), value, row.ID).Count(ctx)
		if err != nil {
			return db.Fault(err)
		}
		if n > 0 {
			return fault.New(fault.Conflict, "exists", fault.Field(field))
		}
	}
	return nil
}

// Change changes names, login, e-mail or locale.
func (p *People) Change(ctx context.Context, personID string, c PersonChange) (*Person, error) {
	var out *Person
	err := p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		if err := c.on(ctx, row); err != nil {
			return err
		}
		out = row.person()
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("change person: %w", err)
	}
	return out, nil
}

// Changed is the person as a change would leave them, or why it may not be made.
func (p *People) Changed(ctx context.Context, personID string, c PersonChange) (*Person, error) {
	row, err := rowOf(ctx, personID)
	if err == nil {
		err = c.on(ctx, row)
	}
	if err != nil {
		return nil, err
	}
	return row.person(), nil
}

func (c PersonChange) on(ctx context.Context, row *personRow) error {
	for to, from := range map[*string]*string{&row.Login: c.Login, &row.FamilyMiddle: c.FamilyMiddle, &row.Given: c.Given,
		&row.Display: c.Display, &row.Email: c.Email, &row.Locale: c.Locale} {
		if from != nil {
			*to = *from
		}
	}
	if c.Display == nil && (c.FamilyMiddle != nil || c.Given != nil) {
		row.Display = ""
	}
	if err := row.check(); err != nil {
		return err
	}
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	return unique(ctx, idb, row)
}

// edit loads a person under their lock, lets with change them, and stores the row.
func (p *People) edit(ctx context.Context, personID string, with func(context.Context, *personRow) error) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, personID); err != nil {
			return err
		}
		row, err := rowOf(ctx, personID)
		if err != nil {
			return err
		}
		row.UpdatedAt = micro(db.Now(ctx))
		if err := with(ctx, row); err != nil {
			return err
		}
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		p.memory.forget(ctx)
		_, err = idb.NewUpdate().Model(row).WherePK().Exec(ctx)
		return db.Fault(err)
	})
}

// Disable ends every session, link and token and refuses new ones.
func (p *People) Disable(ctx context.Context, personID string) error {
	return p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		row.Disabled = true
		return p.end(ctx, personID, "session", "one_time_link", "api_token")
	})
}

// Enable lets a disabled person sign in again.
func (p *People) Enable(ctx context.Context, personID string) error {
	return p.edit(ctx, personID, func(_ context.Context, row *personRow) error {
		row.Disabled = false
		return nil
	})
}

// SetPassword changes the password and ends every session, open link and token.
func (p *People) SetPassword(ctx context.Context, personID, password string) error {
	row, err := rowOf(ctx, personID)
	if err != nil {
		return err
	}
	if err := strength.Check(password, row.Login, row.Display); err != nil {
		return err
	}
	hash, err := p.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		row.Password = hash
		if err := p.note(ctx, PasswordSet, personID, nil); err != nil {
			return err
		}
		return p.end(ctx, personID, "session", "one_time_link", "api_token")
	})
}

// end takes everything of the person out of the tables of secrets.
func (p *People) end(ctx context.Context, personID string, tables ...string) error {
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := idb.NewRaw(`DELETE FROM ? WHERE person_id = ?`, bun.Ident(table), personID).Exec(ctx); err != nil {
			return db.Fault(err)
		}
	}
	p.memory.forget(ctx)
	return nil
}

// Get finds a person by id.
func (p *People) Get(ctx context.Context, personID string) (*Person, error) {
	row, err := rowOf(ctx, personID)
	if err != nil {
		return nil, err
	}
	return row.person(), nil
}

// Entered reports whether somebody has come in by the account, or could by a password
// or a provider.
func (p *People) Entered(ctx context.Context, personID string) (yes bool, err error) {
	err = db.QueryRow(ctx, `SELECT COUNT(*) > 0 FROM person WHERE id = ? AND (password <> '' OR oidc_subject <> ''
		OR EXISTS (SELECT 1 FROM known_device WHERE person_id = person.id))`, personID).Scan(&yes)
	return yes, err
}

// ByLogin finds a person by login.
func (p *People) ByLogin(ctx context.Context, login string) (*Person, error) {
	row, err := rowWhere(ctx, "login = ?", name.Normal(login))
	if err != nil {
		return nil, err
	}
	return row.person(), nil
}

// List pages through people, by given name.
func (p *People) List(ctx context.Context, f PersonFilter) (PersonPage, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return PersonPage{}, err
	}
	var rows []personRow
	q := idb.NewSelect().Model(&rows).Order("sort_key")
	if word := text.Fold(f.Q); word != "" {
		q = q.Where(`(fold LIKE ? ESCAPE '\' OR id = ?)`, db.Containing(word), f.OrID)
	}
	if f.UnitIDs != nil || f.Role != "" {
		q = q.Where("id IN (?)", f.holding(ctx, idb))
	}
	if f.IDs != nil {
		q = q.Where("id IN (?)", bun.List(append([]string{""}, f.IDs...)))
	}
	if f.Disabled != nil {
		q = q.Where("disabled = ?", *f.Disabled)
	}
	if f.Cursor != "" {
		q = q.Where("sort_key > (SELECT sort_key FROM person WHERE id = ?)", f.Cursor)
	}
	if f.Limit > 0 {
		q = q.Limit(int64(f.Limit) + 1)
	}
	if err := q.Scan(ctx); err != nil {
		return PersonPage{}, db.Fault(err)
	}
	var page PersonPage
	for i := range rows {
		if f.Limit > 0 && i == f.Limit {
			page.Next = rows[i-1].ID
			break
		}
		page.Items = append(page.Items, *rows[i].person())
	}
	return page, nil
}

// holding selects the ids of those with a fitting post today.
func (f PersonFilter) holding(ctx context.Context, idb bun.IDB) *bun.SelectQuery {
	q := onDay(idb.NewSelect().Table("post").Column("person_id"), calendar.Today(db.Now(ctx)))
	if f.UnitIDs != nil {
		q = q.Where("unit_id IN (?)", bun.List(append([]string{""}, f.UnitIDs...)))
	}
	if f.Role != "" {
		q = q.Where("role = ?", f.Role)
	}
	return q
}
