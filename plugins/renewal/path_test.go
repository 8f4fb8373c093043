package main

import (
	"strconv"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/task"
)

// TestPaths takes records from who owes them to their end, with their evidence,
// and reads what they count for.
func TestPaths(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("a campaign", func(t *testing.T) { campaignToItsFigures(t, p.With(t)) })
		t.Run("a campaign given up", func(t *testing.T) { cancelledCampaignOwesNothing(t, p.With(t)) })
		t.Run("welfare", func(t *testing.T) { welfareToItsFigures(t, p.With(t)) })
		t.Run("a fund", func(t *testing.T) { fundIsPublished(t, p.With(t)) })
		t.Run("groups", func(t *testing.T) { groupsThereAre(t, p.With(t)) })
	})
}

// campaignToItsFigures: the province launches, a commune reports with its report,
// another person confirms; CT-4a and CT-4b by hand. Hà Tĩnh gives its commune of
// Cẩm Bình four residential areas, three of them effective.
func campaignToItsFigures(t *testing.T, p *task.Province) {
	today := time.Now()
	year, last := strconv.Itoa(today.Year()), today.Format(time.DateOnly)
	an, thuy, lan, hung := p.Person("tinh.an"), p.Person("tinh.thuy"), p.Person("cb.lan"), p.Person("cb.hung")
	campaign := an.Begin("renewal.campaign", "42-MT", row{"name": "Sạch nhà, đẹp ngõ", "campaign_kind": "emulation",
		"aim": "Mỗi thôn có một tuyến đường do Nhân dân tự quản", "criteria": "Từ nửa số thôn trở lên có đường tự quản", "lead": "Phó Chủ tịch",
		"starts_on": today.AddDate(0, 0, -30).Format(time.DateOnly), "ends_on": last, "units": []string{p.Unit("18685-MT"), p.Unit("18073-MT")},
		"measures": []row{{"no": 1, "name": "Tuyến đường tự quản", "counted_in": "tuyến", "target": 4}}})
	an.Step(campaign, "submit", nil)
	thuy.Refused(campaign, "launch", nil, 422, "evidence_missing")
	an.Attach(campaign, "plan")
	thuy.Step(campaign, "launch", nil)
	if seen := lan.Read(campaign.ID); seen.State != "launched" || seen.Number == "" {
		t.Errorf("what the commune reads of the plan sent to it: %+v", seen)
	}
	owed := lan.List("renewal.campaign_result", "state=assigned")
	if len(owed) != 1 {
		t.Fatalf("results the commune owes: %+v", owed)
	}
	result := owed[0]
	values := []row{{"no": 1, "value": 3, "source": "Biên bản kiểm tra của Ban Thường trực"}}
	quality := "Ba thôn dọn vệ sinh sáng thứ bảy hằng tuần, trồng hoa hai bên đường, phân loại rác tại nhà"
	k1, k2, k3, k4 := p.Unit("18685-K01-CTMT"), p.Unit("18685-K02-CTMT"), p.Unit("18685-K03-CTMT"), p.Unit("18685-K04-CTMT")
	told := row{"period_to": last, "values": values, "quality": quality, "areas_in": []string{k1, k2, k3, k4}, "areas_achieved": []string{k1, k2, k3}}
	lan.Refused(result, "report", told, 422, "evidence_missing")
	lan.Attach(result, "report")
	lan.Step(result, "report", told)
	lan.Refused(result, "confirm", row{"verdict": "effective"}, 403, "forbidden")
	hung.Figure("renewal.campaigns_effective", "18685", year).Want(t, "CT-4a before it is confirmed", 0, 1, 0)
	hung.Step(result, "confirm", row{"verdict": "effective"})
	hung.Figure("renewal.campaigns_effective", "18685", year).Want(t, "CT-4a of the commune", 1, 1, 1)
	hung.Figure("renewal.areas_effective", "18685", year).Want(t, "CT-4b of the commune", 3, 4, 3)
	if f := thuy.Figure("renewal.campaigns_effective", "42", year); f.Numerator != 1 || f.Denominator < 3 || f.Status != "missed" {
		t.Errorf("CT-4a of the province, one of its committees: %+v", f)
	}
	second := lan.Begin("renewal.campaign_result", "18685-MT", row{"title": "Kết quả đợt hai", "campaign": campaign.ID, "period_to": last, "values": values, "quality": quality})
	lan.Attach(second, "report")
	lan.Step(second, "report", nil)
	hung.Step(second, "confirm", row{"verdict": "not_yet", "verdict_reason": "Đợt hai mới làm được một thôn"})
	hung.Figure("renewal.campaigns_effective", "18685", year).Want(t, "CT-4a once a result is not effective", 0, 1, 0)
	if an.Step(campaign, "sum_up", row{"summary": "Cẩm Bình làm tốt đợt đầu"}); campaign.State != "summed_up" || !campaign.Warned("results_open") {
		t.Errorf("summed up while a commune has not reported: %+v", campaign)
	}
}

// cancelledCampaignOwesNothing: with a campaign go the results no commune has reported
// yet, and what one has reported stays to be confirmed.
func cancelledCampaignOwesNothing(t *testing.T, p *task.Province) {
	today := time.Now()
	last := today.Format(time.DateOnly)
	an, thuy, lan := p.Person("tinh.an"), p.Person("tinh.thuy"), p.Person("cb.lan")
	campaign := an.Begin("renewal.campaign", "42-MT", row{"name": "Thắp sáng đường quê", "campaign_kind": "emulation",
		"aim": "Mỗi thôn có một đường điện", "criteria": "Đường có đèn", "lead": "Phó Chủ tịch",
		"starts_on": today.AddDate(0, 0, -30).Format(time.DateOnly), "ends_on": last, "units": []string{p.Unit("18685-MT"), p.Unit("18073-MT")},
		"measures": []row{{"no": 1, "name": "Tuyến đường có đèn", "counted_in": "tuyến", "target": 4}}})
	an.Step(campaign, "submit", nil)
	an.Attach(campaign, "plan")
	thuy.Step(campaign, "launch", nil)
	owed := thuy.List("renewal.campaign_result", "filter[campaign]="+campaign.ID)
	if len(owed) != 2 {
		t.Fatalf("results owed: %+v", owed)
	}
	var reported string
	for _, r := range lan.List("renewal.campaign_result", "filter[campaign]="+campaign.ID) {
		lan.Attach(r, "report")
		lan.Step(r, "report", row{"period_to": last, "values": []row{{"no": 1, "value": 1, "source": "Biên bản"}},
			"quality": "Một đường được thắp sáng từ đầu thôn đến nhà văn hóa, bà con tự đóng góp và trông coi"})
		reported = r.ID
	}
	thuy.Give(campaign, "cancel", "Trùng với cuộc vận động của Trung ương")
	for _, r := range owed {
		want := "cancelled"
		if r.ID == reported {
			want = "reported"
		}
		if now := thuy.Read(r.ID); now.State != want {
			t.Errorf("a result of a cancelled campaign is %s, want %s", now.State, want)
		}
	}
}

// welfareToItsFigures: CT-4c by hand. 150 million for three houses takes two
// signatures and is proven by its minutes; 20 million is given, and only claimed.
func welfareToItsFigures(t *testing.T, p *task.Province) {
	today := time.Now()
	year, given := strconv.Itoa(today.Year()), today.Format(time.DateOnly)
	thuy, lan, hung := p.Person("tinh.thuy"), p.Person("cb.lan"), p.Person("cb.hung")
	houses := lan.Begin("renewal.welfare", "18685-MT", row{"title": "Bàn giao ba nhà Đại đoàn kết đợt 1", "welfare_kind": "house", "fund": "poor",
		"households": 3, "houses": 3, "amount_vnd": 150_000_000, "source_kind": "fund"})
	lan.Attach(houses, "approval")
	lan.Step(houses, "submit", nil)
	if res := hung.Try(houses, "approve", nil); res.Status < 400 {
		t.Errorf("one signature is enough for 150 million: %s", res.Body)
	}
	hung.Step(houses, "sign_first", nil)
	if res := hung.Try(houses, "sign_second", nil); res.Status != 403 {
		t.Errorf("the same person signs twice: %d %s", res.Status, res.Body)
	}
	thuy.Step(houses, "sign_second", nil)
	lan.Step(houses, "give", row{"given_on": given})
	lan.Attach(houses, "handover")
	hung.Step(houses, "accept", row{"checked_on": given})

	visit := lan.Begin("renewal.welfare", "18685-MT", row{"title": "Tặng quà Tháng cao điểm", "welfare_kind": "visit", "fund": "relief", "households": 40, "amount_vnd": 20_000_000})
	lan.Attach(visit, "approval")
	lan.Step(visit, "submit", nil)
	hung.Step(visit, "approve", nil)
	lan.Step(visit, "give", row{"given_on": given})

	f := hung.Figure("renewal.welfare_vnd", "18685", year)
	if *f.Value != 170_000_000 || *f.Proven != 150_000_000 || *f.Claimed != 20_000_000 || *f.Approved != 150_000_000 || f.Part("poor") != 150_000_000 || f.Part("relief") != 20_000_000 {
		t.Errorf("CT-4c, dong: %+v", f)
	}
	if f := hung.Figure("renewal.households_helped", "18685", year); *f.Value != 43 || *f.Proven != 3 || *f.Claimed != 40 {
		t.Errorf("CT-4c, households: %+v", f)
	}
	if f := thuy.Figure("renewal.houses_given", "42", year); *f.Value != 3 || *f.Proven != 3 {
		t.Errorf("CT-4c, houses of the province: %+v", f)
	}
}

// fundIsPublished: a quarter is filed with its signed statement, approved by
// another, and published; only then has the committee done what it owes.
func fundIsPublished(t *testing.T, p *task.Province) {
	p.OweSince(360)
	today := time.Now()
	ended := time.Date(today.Year(), 1+(today.Month()-1)/3*3, 0, 0, 0, 0, 0, time.UTC) // last day of the last quarter
	quarter := int(ended.Month()) / 3
	period := strconv.Itoa(ended.Year()) + "-Q" + strconv.Itoa(quarter)
	lan, hung := p.Person("cb.lan"), p.Person("cb.hung")
	q := lan.Begin("renewal.fund_quarter", "18685-MT", row{"fund": "poor", "quarter": quarter, "year": ended.Year(), "opening": 12_500_000, "receipts": 30_000_000, "payments": 18_000_000, "donors": 210})
	lan.Attach(q, "statement")
	if lan.Step(q, "file", nil); !q.Warned("previous_not_named") || q.Fields["closing"] != 24_500_000.0 {
		t.Errorf("filed: %+v", q)
	}
	hung.Step(q, "approve", nil)
	hung.Figure("renewal.funds_published", "18685", period).Want(t, "before it is published", 0, 1, 0)
	on := row{"published_on": today.Format(time.DateOnly)}
	lan.Refused(q, "publish", on, 422, "renewal.published_nowhere")
	on["url"] = "https://cambinh.hatinh.gov.vn/quy-vi-nguoi-ngheo"
	lan.Step(q, "publish", on)
	hung.Figure("renewal.funds_published", "18685", period).Want(t, "once published", 1, 1, 1)
}

// groupsThereAre: a group counts from its founding until its end, by the kind of
// place; a yearly tap keeps it confirmed.
func groupsThereAre(t *testing.T, p *task.Province) {
	year := strconv.Itoa(time.Now().Year())
	lan, hung := p.Person("cb.lan"), p.Person("cb.hung")
	for _, at := range []string{"residential", "residential", "enterprise"} {
		g := lan.Begin("renewal.group", "18685-MT", row{"name": "Câu lạc bộ " + at, "group_kind": "club", "area_kind": at, "founded_on": "2025-09-01", "members": 20})
		lan.Attach(g, "recognition")
		lan.Step(g, "recognise", nil)
		if lan.Step(g, "confirm_active", row{"members": 25}); g.Fields["members"] != 25.0 || g.Fields["confirm_due"] == nil {
			t.Errorf("confirmed: %+v", g.Fields)
		}
		if at == "enterprise" {
			lan.Give(g, "end", "Doanh nghiệp chuyển đi")
		}
	}
	if f := hung.Figure("renewal.groups", "18685", year); *f.Value != 2 || *f.Proven != 2 || f.Part("residential") != 2 {
		t.Errorf("groups there are: %+v", f)
	}
	if f := hung.Figure("renewal.groups", "18685", "2025"); *f.Value != 3 {
		t.Errorf("groups at the end of 2025: %+v", f)
	}
}
