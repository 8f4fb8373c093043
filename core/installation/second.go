package installation

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/text"
	consent "github.com/doanket/doanket/core/web/proposal"
)

// tieLife is how long somebody who made an account, gave it a post or made a link for
// it counts as one hand with it: they held the way in.
const tieLife = consent.Memory * 24 * time.Hour

// tied reports whether two accounts are known to be in one hand: one was lately made,
// given a post or a link by the other, or both bear one name. That one person came to
// hold two accounts in another way is not known here.
func (i *Installation) tied(ctx context.Context, one, other string) (bool, error) {
	names, err := i.People.Names(ctx, []string{one, other})
	if err != nil {
		return false, err
	}
	if text.Fold(names[one]) == text.Fold(names[other]) {
		return true, nil
	}
	for _, act := range []string{"person.create", "post.grant", identity.LinkMade} {
		for _, pair := range [][2]string{{one, other}, {other, one}} {
			page, err := audit.List(ctx, audit.Filter{Action: act, ActorID: pair[0], Object: pair[1], From: db.Now(ctx).Add(-tieLife), Limit: 1})
			if err != nil || len(page.Items) > 0 {
				return true, err
			}
		}
	}
	return false, nil
}

// tellProposal tells who may confirm a proposal, and whose account it is about, that it
// waits; and who made it what became of it.
func (i *Installation) tellProposal(ctx context.Context, p proposal.Proposal) error {
	who, err := i.People.Names(ctx, []string{p.By, p.Object, p.DecidedBy})
	if err != nil {
		return err
	}
	what := proposed(p, who[p.Object])
	if p.State != proposal.Waiting {
		if p.DecidedBy == p.By {
			return nil
		}
		said := manifest.Text{VI: who[p.DecidedBy] + " đã đồng ý: " + what.VI + ".", EN: who[p.DecidedBy] + " confirmed: " + what.EN + "."}
		if p.State == proposal.Refused {
			said = manifest.Text{VI: who[p.DecidedBy] + " không đồng ý: " + what.VI + ".", EN: who[p.DecidedBy] + " refused: " + what.EN + "."}
		}
		return i.Box.Say(ctx, notice.Proposal, p.ID+p.State, said, p.By)
	}
	others, err := i.seconds(ctx, p)
	if err != nil {
		return err
	}
	err = i.Box.Say(ctx, notice.Proposal, p.ID, manifest.Text{VI: who[p.By] + " đề nghị " + what.VI + ". Cần một người quản trị khác đồng ý trong 3 ngày.",
		EN: who[p.By] + " proposes to " + what.EN + ". Another administrator must confirm within 3 days."}, others...)
	if err != nil || p.Act == consent.SelfApproval {
		return err
	}
	return i.Box.Say(ctx, notice.Account, p.ID, manifest.Text{
		VI: who[p.By] + " đề nghị " + what.VI + ", đang chờ người quản trị thứ hai. Nếu bạn không nhờ việc này, hãy báo ngay người quản trị khác.",
		EN: who[p.By] + " proposes to " + what.EN + ", which waits for a second administrator. If you did not ask for it, tell another administrator at once."}, p.Object)
}

func proposed(p proposal.Proposal, name string) manifest.Text {
	switch p.Act {
	case consent.Link:
		return manifest.Text{VI: "tạo đường dẫn đăng nhập một lần cho tài khoản của " + name, EN: "make a one-time sign-in link for the account of " + name}
	case consent.Change:
		return changed(p, name)
	}
	return manifest.Text{VI: "cho phép đơn vị tự duyệt việc của mình", EN: "let a unit decide on its own work"}
}

// changed says what of an account is to become different.
func changed(p proposal.Proposal, name string) manifest.Text {
	to := consent.BodyOf(&p).Change
	var vi, en []string
	for _, part := range []struct {
		is     bool
		vi, en string
	}{
		{to.Disabled != nil && *to.Disabled, "ngừng cho đăng nhập", "shut"},
		{to.Disabled != nil && !*to.Disabled, "cho đăng nhập lại", "open again"},
		{to.Login != nil, "đổi tên đăng nhập", "change the login of"},
		{to.Given != nil || to.Display != nil, "đổi họ tên", "rename"},
		{to.Email != nil, "đổi thư điện tử", "change the e-mail of"},
		{to.RemoveOTP, "gỡ xác thực hai lớp", "take the second factor off"},
		{to.Unlink, "gỡ khỏi đăng nhập chung", "unlink from the provider"},
	} {
		if part.is {
			vi, en = append(vi, part.vi), append(en, part.en)
		}
	}
	return manifest.Text{VI: strings.Join(vi, ", ") + " đối với tài khoản của " + name, EN: strings.Join(en, ", ") + " the account of " + name}
}

// seconds are the administrators of the whole province who may confirm.
func (i *Installation) seconds(ctx context.Context, p proposal.Proposal) ([]string, error) {
	action := access.AdminPeople
	if p.Act == consent.SelfApproval {
		action = "admin:settings"
	}
	roles, err := i.Guard.Permitting(ctx, action)
	if err != nil {
		return nil, err
	}
	posts, err := i.People.PostsIn(ctx, roles)
	if err != nil {
		return nil, err
	}
	root, err := gate{i}.root(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, post := range posts {
		alone := identity.With(ctx, identity.Actor{PersonID: post.PersonID, Posts: []identity.Post{post}})
		if post.PersonID != p.By && post.PersonID != p.Object && !slices.Contains(out, post.PersonID) && i.Guard.Can(alone, action, access.Object{UnitPath: root}) {
			out = append(out, post.PersonID)
		}
	}
	return out, nil
}
