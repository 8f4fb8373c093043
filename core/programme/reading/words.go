package reading

import "regexp"

// starts begin an obligation of their own although no full stop or semicolon stands
// before them; the comma or «và» goes.
var starts = regexp.MustCompile(`(?i)(?:, | và | và công tác |, và )(đồng thời |định kỳ |cụ thể h(?:óa|oá) |sơ kết|đẩy mạnh |tăng cường |giải quyết đơn|giải quyết khiếu nại|làm tốt |tiếp nhận và xử lý |phản ánh (?:những |các )?khuyết điểm|quy hoạch)`)

// inOne are words of starts that begin one only after a comma, or only after «và».
var (
	afterComma = regexp.MustCompile(`(?i)^, (?:đồng thời|định kỳ|cụ thể|đẩy mạnh|tăng cường|giải quyết|tiếp nhận|phản ánh|quy hoạch)`)
	afterAnd   = regexp.MustCompile(`(?i)^,? và (?:công tác )?(?:sơ kết|làm tốt)`)
)

// goesOn are words after a semicolon by which what stands before goes on: a result, a
// paper cited beside another.
var goesOn = regexp.MustCompile(`(?i)^(?:bảo đảm|đảm bảo|tham gia các|góp phần|qua đó|từ đó|nhận thức rõ|(?:quyết định|quy định|chỉ thị|nghị quyết|kết luận|hướng dẫn) số)`)

// results are words of a sentence that says what the one before is to bring.
var results = regexp.MustCompile(`^(?:Tạo sự|Qua đó|Từ đó|Góp phần)`)

// again tells the verb of a part; a part that begins with it again only spells it out.
var again = regexp.MustCompile(`(?i)(?:chủ động|tăng cường) (\pL+ \pL+)`)

// duties are verbs that make a list after «trong việc» a list of obligations.
var duties = regexp.MustCompile(`(?i)(?:, | và )(?:tiếp |đối thoại |xử lý |giải quyết |trả lời |kiểm tra |tuyên truyền |vận động )`)

// measures begin an indicator of their own inside a target.
var measures = regexp.MustCompile(`, (?:Ban |Quyết định số|cán bộ|góp phần)| và (?:ban hành )`)

// leads take an assignment apart into who, with whom and what.
var leads = []*regexp.Regexp{
	regexp.MustCompile(`^(.+?),? (?:có trách nhiệm |chịu trách nhiệm )?chủ trì, phối hợp với (.+?),? (?:tổ chức|theo|tham mưu|xây dựng|hướng dẫn|theo dõi|kiểm tra|triển khai|thực hiện|chỉ đạo)`),
	regexp.MustCompile(`^(.+?),? (?:chủ trì|xây dựng|lãnh đạo|tổ chức|đẩy mạnh|căn cứ|chỉ đạo|hướng dẫn|tham mưu|phối hợp|có trách nhiệm|chịu trách nhiệm|triển khai|cụ thể hóa|theo dõi|giám sát)( |,)`),
}

// bodies begin with these words.
var bodies = regexp.MustCompile(`^(?:Các|Ban|Ủy ban|Mặt trận|Văn phòng|Sở|Phòng|Hội|Đoàn|Liên đoàn|Đảng|Cấp ủy|Chi bộ|Công an|Cơ quan|Tỉnh|Huyện|Thành|Thị|Xã|Phường|Thường trực)`)

// closing begins the sentence by which a text ends, an assignment to all.
var closing = regexp.MustCompile(`^(?:Nghị quyết|Chỉ thị|Chương trình|Kế hoạch|Kết luận|Quyết định)(?: này)? (?:được|phổ biến)`)

// inForce says from when a paper is in force: nobody's duty.
var inForce = regexp.MustCompile(`(?i)có hiệu lực (?:thi hành )?(?:kể )?từ`)

// over is where the text ends and its addressees and signature begin.
var over = regexp.MustCompile(`(?i)^(?:nơi nhận\s*:?|t/?m\.? |thay mặt |k/?t\.? |bí thư$|chủ tịch$)`)

// roles of sections by the words of their titles, folded; the first that fits.
var roles = []struct {
	words *regexp.Regexp
	role  string
}{
	{regexp.MustCompile(`to chuc thuc hien|phan cong thuc hien|trach nhiem thuc hien`), Assign},
	{regexp.MustCompile(`nhiem vu|giai phap|noi dung thuc hien`), Tasks},
	{regexp.MustCompile(`muc tieu|chi tieu|muc dich|yeu cau`), Goals},
}

// counted are titles of items whose bullets are targets.
var counted = regexp.MustCompile(`chi tieu|muc tieu cu the`)
