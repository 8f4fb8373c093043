package installation

import (
	"context"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/notice"
)

// door logs what is done at the doors and tells the owner of the account of what
// they should know of if it was not them.
func (i *Installation) door(ctx context.Context, d identity.Door) error {
	if err := audit.Append(ctx, audit.Entry{Action: d.Act, Object: d.PersonID, Kind: "person", Detail: d.Detail}); err != nil {
		return err
	}
	if said, ok := told(ctx, d); ok {
		return i.Box.Say(ctx, notice.Account, id.New("acc"), said, d.PersonID)
	}
	return nil
}

// told is what the owner of an account hears.
func told(ctx context.Context, d identity.Door) (said manifest.Text, ok bool) {
	other := ""
	if a, err := identity.From(ctx); err == nil && a.PersonID != d.PersonID {
		other = a.Name
		if a.System != "" {
			other = "Đơn vị vận hành"
		}
	}
	switch {
	case d.Act == identity.PasswordSet:
		said = manifest.Text{VI: "Mật khẩu của bạn vừa được đổi; các máy đang đăng nhập và khóa kết nối cũ đều hết hiệu lực.",
			EN: "Your password was changed; every other browser and token was signed out."}
	case d.Act == identity.LinkMade && other != "":
		said = manifest.Text{VI: other + " vừa tạo đường dẫn đăng nhập một lần cho tài khoản của bạn; mật khẩu cũ không còn dùng được.",
			EN: other + " made a one-time sign-in link for your account; the old password no longer works."}
	case d.Act == identity.FactorOn:
		said = manifest.Text{VI: "Đã bật xác thực hai lớp cho tài khoản của bạn.", EN: "The second factor of your account was switched on."}
	case d.Act == identity.FactorOff:
		said = manifest.Text{VI: "Đã tắt xác thực hai lớp của tài khoản của bạn.", EN: "The second factor of your account was switched off."}
	case d.Act == identity.Linked:
		said = manifest.Text{VI: "Tài khoản của bạn vừa được gắn với hệ thống đăng nhập chung của tỉnh.", EN: "Your account was linked to the province's sign-in provider."}
	case d.Act == identity.Unlinked:
		said = manifest.Text{VI: "Tài khoản của bạn không còn gắn với hệ thống đăng nhập chung của tỉnh.", EN: "Your account is no longer linked to the province's sign-in provider."}
	case d.Act == identity.TokenMade && other == "":
		said = manifest.Text{VI: "Vừa tạo một khóa kết nối phần mềm cho tài khoản của bạn.", EN: "An access token was made for your account."}
	case d.Act == identity.SignedIn && d.Detail["new_device"] == true:
		said = manifest.Text{VI: "Tài khoản của bạn vừa đăng nhập từ một máy chưa từng dùng.", EN: "Your account was signed in to from a device not used before."}
	default:
		return said, false
	}
	said.VI += " Nếu không phải bạn làm, hãy đổi mật khẩu và báo người quản trị ngay."
	said.EN += " If this was not you, change your password and tell an administrator at once."
	return said, true
}
