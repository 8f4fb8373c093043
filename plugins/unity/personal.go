package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What a text may hold of a person.
const (
	hitName    = "name"
	hitPhone   = "phone"
	hitPaper   = "paper"   // numbers of identity papers, cards, certificates, plates, bank accounts
	hitAccount = "account" // of networks and mail
)

var (
	phone = regexp.MustCompile(`(?:^|[^0-9A-Za-z/.,-])(?:\+?84|0)[ .-]?(?:2[0-9]|3|5|7|8|9)(?:[ .-]?[0-9]){7,8}(?:[^0-9/]|$)`)
	paper = regexp.MustCompile(`(?i)(?:^|[^0-9])0[0-9]{11}(?:[^0-9]|$)` + // citizen's card
		`|(?:cccd|cmnd|cmt|căn cước|chứng minh nhân dân|hộ chiếu|thẻ bảo hiểm|bhyt|bhxh|sổ hộ nghèo|giấy phép lái xe|gplx)[^0-9\n]{0,20}[a-z]{0,2}[0-9]{6,}` +
		`|(?:số tài khoản|tài khoản số|stk|tài khoản ngân hàng|số thẻ)[^0-9\n]{0,25}[0-9](?:[ .-]?[0-9]){5,}` +
		`|(?:sổ đỏ|sổ hồng|giấy chứng nhận|gcn)[^0-9\n]{0,40}(?:số )?[a-zđ]{2} ?[0-9]{6}` +
		`|(?:^|[^0-9a-z])[0-9]{2}[a-z][0-9a-z]?[ -]?[0-9]{3}[.]?[0-9]{2}(?:[^0-9]|$)` + // plate
		`|(?:^|[^0-9])[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}(?:[^0-9]|$)`) // bank card
	account = regexp.MustCompile(`(?i)[a-z0-9._%+-]+@[a-z0-9-]+\.[a-z.]{2,}` +
		`|(?:facebook|fb|tiktok|youtube|zalo|instagram|threads|t|m)\.(?:com|me|vn)/[^\s]+` +
		`|(?:^|[\s(])@[a-z0-9_.]{3,}` +
		`|(?:tài khoản|nick|trang cá nhân|kênh)\s+(?:facebook|fb|zalo|tiktok|youtube|mạng xã hội)?\s*(?:tên|có tên|mang tên|là)?\s*["“«][^"”»]{2,40}["”»]`)
)

// titles come before a name. They are written small or, first in a sentence, large.
var titles = []string{"ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cháu", "cậu", "mợ", "thím", "dì", "thầy", "đồng chí", "đ/c", "hộ ông", "hộ bà", "gia đình ông", "gia đình bà", "linh mục", "hòa thượng", "thượng tọa", "đại đức", "mục sư"}

// families are the family names most people have.
var families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Đậu", "Trương", "Mai", "Cao", "Hà", "Lương", "Tô", "Đào", "Đoàn", "Trịnh", "Thái", "Tạ", "Châu", "Quách", "Lưu", "Kiều", "Nghiêm", "Văn", "Phùng", "Tống", "Thân"}

// places, and whom everybody may name, begin like a name.
var places = []string{"Hà Tĩnh", "Hà Nội", "Hà Giang", "Hà Nam", "Hà Tiên", "Cao Bằng", "Lý Sơn", "Vũ Quang", "Mai Châu", "Hồ Chí Minh", "Lương Sơn", "Thái Bình", "Thái Nguyên", "Châu Đốc", "Đoàn Thanh", "Đoàn TNCS", "Hồ Gươm", "Hồ Kẻ", "Văn phòng", "Đoàn Kết", "Đoàn Trường", "Văn Miếu", "Cao Lãnh", "Hoàng Sa", "Trường Sa", "Bà Nà", "Bà Rịa", "Bà Đen", "Cô Tô", "Ông Đồ", "Ông Trời", "Bác Hồ"}

// before a name these say that it is a street, a school, a work or an office.
var named = []string{"đường", "phố", "ngõ", "ngách", "hẻm", "kiệt", "cầu", "chợ", "trường", "thpt", "thcs", "tiểu học", "mầm non", "bệnh viện", "công viên", "quảng trường", "khu", "khu đô thị", "thôn", "xóm", "tổ dân phố", "xã", "phường", "huyện", "tỉnh", "thành phố", "làng", "ấp", "bản", "đảo", "hồ", "đập", "kênh", "sông", "núi", "đền", "chùa", "nhà thờ", "giáo xứ", "tượng đài", "giải", "quỹ", "dự án", "khu lưu niệm", "ga", "bến", "đèo", "hội trường", "nhà văn hóa", "công ty", "doanh nghiệp", "tư tưởng", "chủ tịch hồ", "di tích", "nghĩa trang", "trạm", "ngã ba", "ngã tư", "tuyến", "nút giao", "đại lộ", "trường học", "điểm trường", "lễ hội", "doanh trại", "tnhh", "htx", "hợp tác xã"}

// personal says what a text holds of a person, each thing once. It looks at the
// form of words and numbers only: whoever writes reads the text themselves, too.
func personal(text string) []string {
	var found []string
	note := func(what string, is bool) {
		if is && !slices.Contains(found, what) {
			found = append(found, what)
		}
	}
	note(hitPaper, paper.MatchString(text))
	note(hitPhone, phone.MatchString(paper.ReplaceAllString(text, " ")))
	note(hitAccount, account.MatchString(text))
	note(hitName, namesSomebody(text))
	return found
}

// namesSomebody looks for a title or a family name before words with a capital.
func namesSomebody(text string) bool {
	words := strings.FieldsFunc(text, unicode.IsSpace)
	for i, w := range words {
		bare := strings.Trim(w, `"'“”«»()[],.;:!?`)
		if bare == "" || i+1 >= len(words) || endsClause(w) || !capital(words[i+1]) {
			continue
		}
		name := strings.Join(words[i:min(i+3, len(words))], " ")
		if slices.ContainsFunc(places, func(p string) bool { return strings.HasPrefix(strings.TrimLeft(name, `"“«(`), p) }) {
			continue
		}
		titled := slices.Contains(titles, strings.ToLower(bare)) && !official(words[i+1])
		family := capital(w) && slices.Contains(families, bare)
		if (titled || family) && !afterNamed(words, i) {
			return true
		}
	}
	return false
}

// endsClause reports whether a mark after the word parts it from the next one.
func endsClause(w string) bool { return strings.ContainsAny(w[len(w)-1:], ",.;:!?)") }

// capital reports whether a word begins large and goes on small, as a name does.
func capital(w string) bool {
	runes := []rune(strings.Trim(w, `"'“”«»()[],.;:!?`))
	return len(runes) > 0 && unicode.IsUpper(runes[0]) && (len(runes) == 1 || unicode.IsLower(runes[1]) || runes[1] == '\'')
}

// official are words with a capital that follow a title without being a name.
func official(w string) bool {
	return slices.Contains([]string{"Chủ", "Bí", "Phó", "Trưởng", "Mẹ", "Hội", "Ban", "Đảng", "Nhà", "Thường", "Ủy", "Mặt", "Việt"}, strings.Trim(w, `"'“”«»()[],.;:!?`))
}

// afterNamed reports whether one of the three words before makes it the name of a
// thing.
func afterNamed(words []string, i int) bool {
	for from := max(0, i-3); from < i; from++ {
		if slices.ContainsFunc(words[from:i], endsClause) {
			continue
		}
		before := strings.ToLower(strings.Join(words[from:i], " "))
		if slices.ContainsFunc(named, func(n string) bool {
			rest, is := strings.CutPrefix(before+" ", n+" ")
			return is && strings.Count(rest, " ") <= 1 // «nhà thờ họ Nguyễn»
		}) {
			return true
		}
	}
	return false
}
