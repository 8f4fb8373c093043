package coretest

import (
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province/pack"
)

// starter is the pack a new province of the rig could begin with; of what it names one
// task area is not installed.
func starter() pack.Pack {
	said := func(vi string) manifest.Text { return manifest.Text{VI: vi, EN: vi} }
	return pack.Pack{ID: "small", Label: said("Gói nhỏ"), Hint: said("Để thử"),
		Roles:     []pack.Choice{{Set: "officer", Label: said("Cán bộ"), Source: said("Điều lệ")}, {Set: "dean", Label: said("Trưởng khoa"), Source: said("Điều lệ")}},
		Modules:   []pack.Choice{{Set: "demo", Source: said("Nghị quyết, mục I")}, {Set: "elsewhere", Source: said("Nghị quyết, mục II")}},
		Duties:    []pack.Choice{{Set: "monthly_visits", Value: true, Label: said("Thăm hằng tháng"), Source: said("Nghị quyết, mục I.1")}},
		Deadlines: []pack.Choice{{Set: "answer_days", Value: 12, Label: said("Số ngày trả lời"), Source: said("Tỉnh đặt")}},
		Limits:    []pack.Choice{{Set: "storage_bytes", Value: 1 << 30, Label: said("Dung lượng"), Source: said("Mức ban đầu")}}}
}
