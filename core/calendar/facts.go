package calendar

import "time"

// holiday is one national day off. Sources: Labour Code 2019 article 112, the
// yearly notices of the ministry (6150/TB-BLĐTBXH for 2025, 9441/TB-BNV for
// 2026) and Resolution 28/2026/QH16 (24/11 from 01/07/2026). Days of the
// lunar calendar in 2027 are computed; a province corrects them in its
// settings when the notice is out.
type holiday struct {
	on     Date
	name   string
	source string
}

// swap is a day off made up for on a weekend day, by decision of the year.
type swap struct {
	off, worked Date
	reason      string
	source      string
}

const (
	labourCode  = "Bộ luật Lao động 2019, Điều 112"
	substitute  = "Bộ luật Lao động 2019, Điều 111 khoản 3"
	notice2025  = "6150/TB-BLĐTBXH"
	notice2026  = "9441/TB-BNV"
	swapNewYear = "12729/VPCP-KGVX"
	culture     = "Nghị quyết 28/2026/QH16"
)

func on(year int, month time.Month, day int) Date { return NewDate(year, month, day) }

var holidays = []holiday{
	{on(2025, 1, 1), "Tết Dương lịch", labourCode},
	{on(2025, 1, 27), "Tết Nguyên đán Ất Tỵ", notice2025},
	{on(2025, 1, 28), "Tết Nguyên đán Ất Tỵ", notice2025},
	{on(2025, 1, 29), "Tết Nguyên đán Ất Tỵ (mùng 1)", notice2025},
	{on(2025, 1, 30), "Tết Nguyên đán Ất Tỵ", notice2025},
	{on(2025, 1, 31), "Tết Nguyên đán Ất Tỵ", notice2025},
	{on(2025, 4, 7), "Giỗ Tổ Hùng Vương (10/3 âm lịch)", labourCode},
	{on(2025, 4, 30), "Ngày Chiến thắng", labourCode},
	{on(2025, 5, 1), "Ngày Quốc tế lao động", labourCode},
	{on(2025, 9, 1), "Quốc khánh (ngày liền kề)", labourCode},
	{on(2025, 9, 2), "Quốc khánh", labourCode},

	{on(2026, 1, 1), "Tết Dương lịch", labourCode},
	{on(2026, 2, 16), "Tết Nguyên đán Bính Ngọ", notice2026},
	{on(2026, 2, 17), "Tết Nguyên đán Bính Ngọ (mùng 1)", notice2026},
	{on(2026, 2, 18), "Tết Nguyên đán Bính Ngọ", notice2026},
	{on(2026, 2, 19), "Tết Nguyên đán Bính Ngọ", notice2026},
	{on(2026, 2, 20), "Tết Nguyên đán Bính Ngọ", notice2026},
	{on(2026, 4, 26), "Giỗ Tổ Hùng Vương (10/3 âm lịch)", labourCode},
	{on(2026, 4, 27), "Nghỉ bù Giỗ Tổ Hùng Vương", substitute},
	{on(2026, 4, 30), "Ngày Chiến thắng", labourCode},
	{on(2026, 5, 1), "Ngày Quốc tế lao động", labourCode},
	{on(2026, 9, 1), "Quốc khánh (ngày liền kề)", notice2026},
	{on(2026, 9, 2), "Quốc khánh", labourCode},
	{on(2026, 11, 24), "Ngày Văn hóa Việt Nam", culture},

	{on(2027, 1, 1), "Tết Dương lịch", labourCode},
	{on(2027, 2, 6), "Tết Nguyên đán Đinh Mùi (mùng 1)", labourCode},
	{on(2027, 4, 16), "Giỗ Tổ Hùng Vương (10/3 âm lịch)", labourCode},
	{on(2027, 4, 30), "Ngày Chiến thắng", labourCode},
	{on(2027, 5, 1), "Ngày Quốc tế lao động", labourCode},
	{on(2027, 9, 2), "Quốc khánh", labourCode},
	{on(2027, 11, 24), "Ngày Văn hóa Việt Nam", culture},
}

var swaps = []swap{
	{on(2025, 5, 2), on(2025, 4, 26), "Hoán đổi dịp 30/4 – 01/5", notice2025},
	{on(2026, 1, 2), on(2026, 1, 10), "Hoán đổi dịp Tết Dương lịch", swapNewYear},
	{on(2026, 8, 31), on(2026, 8, 22), "Hoán đổi dịp Quốc khánh", notice2026},
}

// Source names the act that makes d a national day off, "" if none does.
func Source(d Date) string {
	for _, h := range holidays {
		if h.on == d {
			return h.source
		}
	}
	for _, s := range swaps {
		if s.off == d {
			return s.source
		}
	}
	return ""
}
