package story

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Password is everybody's.
const Password = "Mot-mat-khau-rat-dai-2026"

// Person is somebody of the stories; their posts are ROLE@UNITCODE between spaces,
// and the stories know them by Env in lower case.
type Person struct{ Tenant, Login, Name, Posts, Env string }

// People of the stories: they get a password instead of a link.
var People = []Person{
	{"ha-tinh", "e2e.officer", "Trần Thị Liên", "front_officer@18685-MT", "OFFICER"},
	{"ha-tinh", "e2e.standing", "Lê Văn Hòa", "front_standing@18685-MT", "STANDING"},
	{"ha-tinh", "e2e.chair", "Nguyễn Văn Thái", "front_standing@18685-MT", "CHAIR"},
	{"ha-tinh", "e2e.responder", "Phan Thanh Tùng", "gov_office@18685-UBND", "RESPONDER"},
	{"ha-tinh", "e2e.leader", "Phạm Thị Thu", "front_standing@42-MT", "LEADER"},
	{"ha-tinh", "e2e.provincial", "Nguyễn Văn Ân", "front_officer@42-MT", "PROVINCIAL"},
	{"ha-tinh", "e2e.party", "Hoàng Thị My", "party_office@18685-DU", "PARTY"},
	{"ha-tinh", "e2e.women", "Lê Thị Đào", "member_org_officer@18685-HPN", "WOMEN"},
	{"ha-tinh", "e2e.watcher", "Dương Đình Quân", "party_board@42-TGDV", "WATCHER"},
	{"ha-tinh", "e2e.admin", "Nguyễn Thị Hằng", "tenant_admin@42", "ADMIN"},
	{"ha-tinh", "e2e.letter", "Đặng Thị Hạnh", "letter_officer@18685-MT", "LETTER"},
	{"ha-tinh", "e2e.sheet", "Võ Thị Lan", "letter_officer@18685-MT letter_officer@18073-MT", "SHEET"},
	{"ha-tinh", "e2e.keeper", "Trương Thị Minh Tâm", "identity_keeper@42-MT letter_reader@42-MT", "KEEPER"},
	{"ha-tinh", "e2e.second", "Hà Văn Kiên Trung", "identity_keeper@42-MT letter_reader@42-MT", "SECOND"},
	{"da-nang", "e2e.admin", "Huỳnh Ngọc Trang", "tenant_admin@48", "DANANG_ADMIN"},
}

// Env tells the stories where the product is and who the people are.
func Env(port int, chromium, pictures string) []string {
	url := func(slug string) string { return fmt.Sprintf("http://%s.localhost:%d", slug, port) }
	env := []string{"DOANKET_E2E_URL=" + url("ha-tinh"), "DOANKET_E2E_URL_DANANG=" + url("da-nang"),
		"DOANKET_E2E_CHROMIUM=" + chromium, "DOANKET_E2E_OUT=" + pictures, "DOANKET_E2E_PASSWORD=" + Password}
	logins := map[string]string{}
	for _, p := range People {
		env = append(env, "DOANKET_E2E_"+p.Env+"="+p.Login)
		logins[strings.ToLower(p.Env)] = p.Login
	}
	all, _ := json.Marshal(logins)
	return append(env, "DOANKET_E2E_PEOPLE="+string(all))
}
