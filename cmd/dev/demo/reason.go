package demo

import "strings"

// said are reasons as offices give them, by what the name of the step holds.
type said []struct {
	in    string
	words []string
}

var reasons = said{
	{"return", []string{"Minh chứng chưa rõ dấu và chữ ký, đề nghị chụp lại.", "Số liệu chưa khớp với văn bản kèm theo, đề nghị kiểm tra.", "Thiếu biên bản, đề nghị bổ sung."}},
	{"revise", []string{"Báo cáo chưa nêu kết quả theo từng đơn vị, đề nghị bổ sung."}},
	{"remind", []string{"Đã quá hạn trả lời, đề nghị quan tâm giải quyết."}},
	{"cancel", []string{"Trùng nội dung với việc đã có trong kế hoạch.", "Chưa bố trí được kinh phí, chuyển sang năm sau.", "Nhập nhầm, đã lập lại hồ sơ khác."}},
	{"withdraw", []string{"Gửi nhầm văn bản, sẽ gửi lại bản đúng."}},
	{"drop", []string{"Không bố trí được kinh phí trong năm."}},
	{"extend", []string{"Mưa lũ kéo dài, đơn vị đề nghị lùi thời gian."}},
	{"postpone", []string{"Tập trung khắc phục hậu quả bão."}},
	{"reopen", []string{"Nội dung trả lời chưa đúng vấn đề được kiến nghị."}},
	{"refuse", []string{"Đơn vị đã có kế hoạch khác trong thời gian này."}},
	{"competent", []string{"Nội dung thuộc thẩm quyền của cơ quan khác."}},
	{"insist", []string{"Theo phân cấp, việc này thuộc thẩm quyền của cơ quan."}},
	{"replace", []string{"Đã có bản mới, số liệu cập nhật hơn."}},
	{"decline", []string{"Mô hình mới thực hiện, cần thêm thời gian để đánh giá."}},
	{"end", []string{"Đã hoàn thành nhiệm vụ, kết thúc theo quyết định."}},
	{"give_up", []string{"Đã đôn đốc nhiều lần, cơ quan không trả lời."}},
	{"keep", []string{"Đơn không ghi rõ họ tên, địa chỉ người gửi."}},
	{"give_back", []string{"Nội dung đã được giải quyết theo quy định."}},
	{"again", []string{"Một số điểm trả lời chưa có giải trình."}},
	{"", []string{"Theo văn bản kèm theo."}},
}

// of is a reason for a step, always the same for the key.
func (s said) of(step, key string) string {
	for _, r := range s {
		if strings.Contains(step, r.in) {
			return r.words[int(chance(key+step)*float64(len(r.words)))]
		}
	}
	return ""
}
