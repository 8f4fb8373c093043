package demo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/province/table"
)

// posted are the roles that sit at a unit of a kind; the first one a province has of
// those divided by "|".
var posted = map[string][]string{
	"front_committee":  {"front_officer", "front_standing", "front_standing"},
	"front_department": {"front_unit_head|front_officer"},
	"party_committee":  {"party_office", "party_leader"},
	"party_board":      {"party_board", "party_board"},
	"people_committee": {"gov_office", "gov_leader"},
	"people_council":   {"council_office|gov_office"},
	"department":       {"gov_office"},
	"organisation":     {"member_org_officer"},
	"front_board":      {"front_board_head"},
	"people_board":     {"people_board_head"},
}

// place is a unit of the province.
type place struct {
	code, suffix, kind, name string
	place                    *place // the place it stands in; a place stands in itself
	above                    *place // the place above that
	province                 bool   // it is the province's own
	showcase                 bool   // of the commune whose people the links of up sign in
	peopled                  bool
	people                   []person
	id                       string
}

type person struct{ login, role string }

// populate adds to the folder what a province at work has and its folder leaves to
// its administrator: residential areas and people, in so many communes. The communes
// whose people the folder names come first; those that do not work yet are left out.
func populate(f *province.Folder, communes, areas int) []string {
	var working []string
	take := func(commune string) {
		isOne := func(u table.UnitRow) bool { return u.Code == commune && u.Kind == "commune" }
		if len(working) < communes && !slices.Contains(working, commune) && slices.ContainsFunc(f.Units, isOne) {
			working = append(working, commune)
		}
	}
	for _, p := range f.Posts {
		commune, _, _ := strings.Cut(p.Unit, "-")
		take(commune)
	}
	for _, u := range f.Units {
		take(u.Code)
	}
	f.Units = slices.DeleteFunc(f.Units, func(u table.UnitRow) bool {
		commune, _, _ := strings.Cut(u.Code, "-")
		return commune != f.Code && !slices.Contains(working, commune)
	})
	for _, code := range working {
		settle(f, code, areas)
	}
	for _, u := range slices.Clone(f.Units) {
		commune, _, _ := strings.Cut(u.Code, "-")
		if slices.Contains(working, commune) || commune == f.Code {
			staff(f, u)
		}
	}
	return working
}

// settle gives the commune two member organisations, and so many residential areas
// with their Front boards.
func settle(f *province.Folder, commune string, areas int) {
	at := slices.IndexFunc(f.Units, func(u table.UnitRow) bool { return u.Code == commune })
	in := f.Units[at]
	add := func(code, parent, kind, name, short string) {
		if !slices.ContainsFunc(f.Units, func(u table.UnitRow) bool { return u.Code == code }) {
			f.Units = append(f.Units, table.UnitRow{Code: code, Parent: parent, Kind: kind, Name: name, ShortName: short, From: in.From})
		}
	}
	add(commune+"-HND", commune, "organisation", "Hội Nông dân "+lower(in.Name), "Hội Nông dân")
	add(commune+"-HPN", commune, "organisation", "Hội Liên hiệp Phụ nữ "+lower(in.Name), "Hội LHPN")
	add(commune+"-BTTND", commune, "people_board", "Ban Thanh tra nhân dân "+lower(in.Name), "Ban TTND")
	area := "Thôn"
	if strings.HasPrefix(in.Name, "Phường") {
		area = "Tổ dân phố"
	}
	for n := range areas {
		code, name := fmt.Sprintf("%s-K%02d", commune, n+1), fmt.Sprintf("%s %d", area, n+1)
		add(code, commune, "residential_area", name, name)
		add(code+"-CTMT", code, "front_board", "Ban Công tác Mặt trận "+lower(name), "Ban CTMT")
	}
}

// staff fills the posts of a unit that nobody holds.
func staff(f *province.Folder, u table.UnitRow) {
	want := map[string]int{}
	for _, roles := range posted[u.Kind] {
		for _, role := range strings.Split(roles, "|") {
			if !hasRole(f, role) {
				continue
			}
			want[role]++
			have := 0
			for _, p := range f.Posts {
				if p.Unit == u.Code && p.Role == role {
					have++
				}
			}
			if have < want[role] {
				f.Posts = append(f.Posts, newcomer(u, role, have))
			}
			break
		}
	}
}

func hasRole(f *province.Folder, role string) bool {
	for _, r := range f.Roles {
		if r.ID == role {
			return true
		}
	}
	return false
}

var (
	familyNames = strings.Fields("Nguyễn Trần Lê Phạm Phan Võ Đặng Bùi Hồ Hoàng Dương Đinh Trương Mai Cao Thái Tạ Lương")
	womenNames  = strings.Fields("Hoa Thu Hằng Ngọc Oanh Thảo Yến Nhung Vân Hiền Loan Hương Bích Diệu Trang Lý Xuân Quỳnh")
	menNames    = strings.Fields("Dũng Tuấn Hải Cường Thắng Long Vinh Quân Hiếu Trung Đạt Thành Hòa Lộc Tùng Nam Sỹ Toàn")
)

// newcomer is an invented person, always the same for the post.
func newcomer(u table.UnitRow, role string, n int) province.PostRow {
	key := fmt.Sprint(u.Code, role, n)
	of := func(list []string, what string) string { return list[int(chance(key+what)*float64(len(list)))] }
	p := province.PostRow{Login: fmt.Sprintf("%s.%s%d", short(role), strings.ToLower(u.Code), n+1), Role: role, Unit: u.Code, From: u.From}
	p.FamilyMiddle, p.Given = of(familyNames, "family")+" Văn", of(menNames, "given")
	if chance(key+"she") < 0.45 {
		p.FamilyMiddle, p.Given = of(familyNames, "family")+" Thị", of(womenNames, "given")
	}
	return p
}

// short is the initials of a role: "front_officer" is "fo".
func short(role string) string {
	out := ""
	for _, word := range strings.Split(role, "_") {
		out += word[:1]
	}
	return out
}

// places are the units of the folder as stories speak of them.
func places(f *province.Folder, working []string) []*place {
	byCode := map[string]*place{}
	parents := map[string]string{}
	var out []*place
	for _, u := range f.Units {
		p := &place{code: u.Code, kind: u.Kind, name: u.Name}
		if cut := strings.LastIndex(u.Code, "-"); cut >= 0 {
			p.suffix = u.Code[cut+1:]
		}
		byCode[u.Code], parents[u.Code] = p, u.Parent
		out = append(out, p)
	}
	for _, p := range out {
		p.place = standing(byCode, parents, p)
		if up := byCode[parents[p.place.code]]; up != nil {
			p.above = standing(byCode, parents, up)
		}
		p.province = p.place.kind == "province"
		commune, _, _ := strings.Cut(p.code, "-")
		p.showcase = commune == working[0]
	}
	for _, row := range f.Posts {
		u := byCode[row.Unit]
		u.people = append(u.people, person{row.Login, row.Role})
		u.peopled = true
	}
	order := append([]string{f.Code}, working...)
	slices.SortStableFunc(out, func(a, b *place) int { return rank(order, a.code) - rank(order, b.code) })
	return out
}

// rank is where the unit's commune stands in the order; the rest stand last.
func rank(order []string, code string) int {
	commune, _, _ := strings.Cut(code, "-")
	if at := slices.Index(order, commune); at >= 0 {
		return at
	}
	return len(order)
}

func standing(byCode map[string]*place, parents map[string]string, p *place) *place {
	for p.kind != "province" && p.kind != "commune" && p.kind != "residential_area" {
		p = byCode[parents[p.code]]
	}
	return p
}
