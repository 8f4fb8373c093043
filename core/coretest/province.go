package coretest

import (
	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/province/table"
)

// Logins of each province and what they are.
const (
	Officer   = "officer"   // officer of commune X1
	Officer2  = "officer2"  // officer of commune X2
	Approver  = "approver"  // approver of commune X1
	Leader    = "leader"    // approver of the whole province
	Responder = "responder" // answers for the People's Committee of X1
	Watcher   = "watcher"   // reads everything
	Admin     = "admin"     // administers, reads no record
	Nobody    = "nobody"    // holds no post
)

// Logins lists everyone who holds a post.
var Logins = []string{Officer, Officer2, Approver, Leader, Responder, Watcher, Admin}

var begin, _ = calendar.ParseDate("2025-07-01")

// folder describes one of the rig's provinces.
func folder(slug, name string) *province.Folder {
	return &province.Folder{Slug: slug, Code: slug, Name: name, UnitKinds: unitKinds(), Units: units(name), Posts: posts(),
		Roles: roles(), Modules: []string{"demo"}}
}

func unitKinds() []province.UnitKind {
	var out []province.UnitKind
	for _, k := range [][4]string{{"province", "place", "Tỉnh", "Province"}, {"commune", "place", "Xã", "Commune"},
		{"residential_area", "place", "Khu dân cư", "Residential area"}, {"party_committee", "party", "Đảng ủy", "Party committee"},
		{"front_committee", "front", "Ủy ban Mặt trận", "Front committee"}, {"front_board", "front", "Ban Công tác Mặt trận", "Front board"},
		{"people_committee", "government", "Ủy ban nhân dân", "People's Committee"}} {
		out = append(out, province.UnitKind{ID: k[0], Branch: k[1], Label: manifest.Text{VI: k[2], EN: k[3]}})
	}
	return out
}

func units(name string) []table.UnitRow {
	var out []table.UnitRow
	for _, u := range [][4]string{
		{"T", "", "province", name},
		{"X1", "T", "commune", "Xã Một"}, {"X2", "T", "commune", "Xã Hai"},
		{"X1-UB", "X1", "people_committee", "Ủy ban nhân dân xã Một"}, {"X1-DU", "X1", "party_committee", "Đảng ủy xã Một"},
		{"X2-UB", "X2", "people_committee", "Ủy ban nhân dân xã Hai"},
		{"X1-K1", "X1", "residential_area", "Thôn Đông"}, {"X1-K2", "X1", "residential_area", "Thôn Đoài"},
		{"X2-K1", "X2", "residential_area", "Thôn Nam"}, {"X2-K2", "X2", "residential_area", "Thôn Bắc"},
	} {
		out = append(out, table.UnitRow{Code: u[0], Parent: u[1], Kind: u[2], Name: u[3], ShortName: u[3], From: begin})
	}
	return out
}

func posts() []province.PostRow {
	var out []province.PostRow
	for _, p := range [][3]string{{Officer, "officer", "X1"}, {Officer2, "officer", "X2"}, {Approver, "approver", "X1"}, {Leader, "approver", "T"},
		{Responder, "responder", "X1-UB"}, {Watcher, "watcher", "T"}, {Admin, "admin", "T"}} {
		out = append(out, province.PostRow{Login: p[0], FamilyMiddle: "Nguyễn Văn", Given: p[0], Role: p[1], Unit: p[2], From: begin})
	}
	return out
}

func roles() []access.Role {
	write := access.Permission{Kind: "*", Action: access.ReportWrite, Reach: access.Subtree}
	freeze := access.Permission{Kind: "*", Action: access.ReportFreeze, Reach: access.Subtree}
	closes := access.Permission{Kind: "*", Action: access.FigureClose, Reach: access.Subtree}
	figures := access.Permission{Kind: "*", Action: "figure:read", Reach: access.Subtree}
	role := func(id, vi string, plays map[string][]string, more ...access.Permission) access.Role {
		return access.Role{ID: id, Label: access.Label{VI: vi, EN: id}, Plays: plays, Permissions: more}
	}
	return []access.Role{
		role("officer", "Cán bộ", map[string][]string{"core": {"officer"}, "demo": {"officer"}}, figures, write),
		role("approver", "Người duyệt", map[string][]string{"core": {"approver", "assessor"}, "demo": {"approver"}}, figures, write, freeze, closes),
		role("responder", "Người trả lời", map[string][]string{"core": {"responder"}}),
		role("watcher", "Người theo dõi", map[string][]string{"core": {"watcher"}, "demo": {"watcher"}}, figures),
		role("admin", "Quản trị", nil, access.Permission{Kind: "*", Action: "admin:*", Reach: access.Subtree},
			access.Permission{Kind: "*", Action: "audit:read", Reach: access.Subtree}, access.Permission{Kind: "*", Action: access.Give("officer"), Reach: access.Subtree}),
	}
}
