package identity

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity/name"
	"github.com/doanket/doanket/core/text"
)

type personRow struct {
	bun.BaseModel `bun:"table:person"`
	ID            string `bun:",pk"`
	Login         string
	FamilyMiddle  string
	Given         string
	Display       string
	Email         string
	Locale        string
	Fold          string // what a search looks in: names, never the login
	SortKey       string // given name first; unique by its end
	Password      string
	OTPSecret     string `bun:"otp_secret"`
	OTPOn         bool   `bun:"otp_on"`
	OTPStep       int64  `bun:"otp_step"`
	OIDCIssuer    string `bun:"oidc_issuer"`
	OIDCSubject   string `bun:"oidc_subject"`
	Disabled      bool
	CreatedAt     int64
	UpdatedAt     int64
}

func (r *personRow) person() *Person {
	return &Person{ID: r.ID, Login: r.Login, FamilyMiddle: r.FamilyMiddle, Given: r.Given, Display: r.Display, Email: r.Email, Locale: r.Locale,
		HasPassword: r.Password != "", HasOTP: r.OTPOn, Disabled: r.Disabled, Linked: r.OIDCSubject != "", CreatedAt: instant(r.CreatedAt), UpdatedAt: instant(r.UpdatedAt)}
}

// check brings every field into its one form.
func (r *personRow) check() (err error) {
	if r.Login, err = name.Login(r.Login); err != nil {
		return err
	}
	if r.FamilyMiddle, err = text.Name("family_middle", r.FamilyMiddle, name.Max, false); err != nil {
		return err
	}
	if r.Given, err = text.Name("given", r.Given, name.Max, true); err != nil {
		return err
	}
	if r.Display, err = text.Name("display", r.Display, name.Max, false); err != nil {
		return err
	}
	if r.Display == "" {
		r.Display = strings.TrimSpace(r.FamilyMiddle + " " + r.Given)
	}
	if r.Email, err = name.Email(r.Email); err != nil {
		return err
	}
	if r.Locale, err = name.Locale(r.Locale); err != nil {
		return err
	}
	r.Fold = text.Fold(r.FamilyMiddle+" "+r.Given) + "\n" + text.Fold(r.Display)
	r.SortKey = text.SortKey(r.Given) + " " + text.SortKey(r.FamilyMiddle) + " " + r.ID
	return nil
}

// rowWhere reads one person; none is NotFound.
func rowWhere(ctx context.Context, condition string, args ...any) (*personRow, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	row := new(personRow)
	if err := idb.NewSelect().Model(row).Where(condition, args...).Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	return row, nil
}

func rowOf(ctx context.Context, personID string) (*personRow, error) {
	return rowWhere(ctx, "id = ?", personID)
}
