package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

// subjects are what recommendations are about; the second of each pair is how
// people type it in a hurry.
var subjects = [][2]string{
	{"thu gom rác thải sinh hoạt", "thu gom rac thai"}, {"sửa đường liên thôn", "sua duong lien thon"},
	{"nước sạch cho khu dân cư", "nuoc sach"}, {"hỗ trợ hộ nghèo sau bão", "ho tro ho ngheo"},
	{"bồi thường giải phóng mặt bằng", "boi thuong giai phong"}, {"an toàn hồ đập mùa mưa", "an toan ho dap"},
	{"chế độ cho người có công", "nguoi co cong"}, {"trường lớp cho trẻ mầm non", "truong lop mam non"},
}

const benchContent = "Qua giám sát tại cơ sở, Ban Thường trực nhận thấy việc này kéo dài, ảnh hưởng đến đời sống của Nhân dân; " +
	"đề nghị Ủy ban nhân dân xem xét, có kế hoạch giải quyết dứt điểm và trả lời bằng văn bản cho Mặt trận theo quy định."

// benchRow is the n-th recommendation: rows go round the communes, subjects and
// days, so that each commune has its share.
func benchRow(n int64, at place) map[string]any {
	return map[string]any{"unit": at.id, "transition": "submit", "fields": map[string]any{
		"title":   fmt.Sprintf("Kiến nghị số %d về %s", n, subjects[n%int64(len(subjects))][0]),
		"content": benchContent, "to_unit": at.addressee, "source": "reception",
		"sent_on": time.Now().AddDate(0, 0, -1-int(n%40)).Format("2006-01-02"),
	}}
}

// peerRow is what benchRow makes, with what our server works out written in.
func peerRow(n int64) map[string]any {
	subject, sent := subjects[n%int64(len(subjects))], time.Now().AddDate(0, 0, -1-int(n%40))
	return map[string]any{"commune": fmt.Sprintf("c%d", n%69), "number": "", "title": fmt.Sprintf("Kiến nghị số %d về %s", n, subject[0]),
		"fold": fmt.Sprintf("kien nghi so %d ve %s", n, subject[1]), "content": benchContent, "to_unit": "ubnd", "source": "reception",
		"state": "submitted", "phase": "active", "sent_on": sent.Format("2006-01-02"), "due_on": sent.AddDate(0, 0, 18).Format("2006-01-02")}
}

// seeding is how many rows there are and how they came in.
type seeding struct {
	rows      atomic.Int64
	perSecond float64
	how       string
}

// seed adds rows through the API until there are n: a hundred at a time where
// the server takes that, else one by one. It ends with ctx.
func (p *product) seed(ctx context.Context, s *seeding, n int64, progress func(done int64)) error {
	ask := p.as(benchSeeder)
	from := s.rows.Load()
	step, err := p.seedStep(ask, s)
	if err != nil {
		return err
	}
	begun := time.Now()
	var next atomic.Int64
	next.Store(from)
	var group sync.WaitGroup
	failed := make(chan error, measure.Connections)
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	for range measure.Connections {
		group.Go(func() {
			for working.Err() == nil {
				end := next.Add(step)
				begin := end - step
				if begin >= n {
					return
				}
				if err := p.seedSome(ask, begin, min(end, n), step); err != nil {
					failed <- err
					cancel()
					return
				}
				progress(s.rows.Add(min(end, n) - begin))
			}
		})
	}
	group.Wait()
	s.perSecond = float64(s.rows.Load()-from) / time.Since(begun).Seconds()
	select {
	case err := <-failed:
		return fmt.Errorf("seed after %d rows: %w", s.rows.Load(), err)
	default:
		return ctx.Err()
	}
}

// seedStep finds out whether the server takes many at once.
func (p *product) seedStep(ask *measure.Caller, s *seeding) (int64, error) {
	status, err := ask.Exchange(http.MethodPost, "/api/v1/records/"+benchKind+"/batch", []byte(`{"items":[]}`), nil)
	switch status {
	case http.StatusUnprocessableEntity: // no item: it knows the route
		s.how = "100 at once through the API"
		return 100, nil
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		s.how = "one by one through the API"
		return 1, nil
	}
	return 0, fmt.Errorf("ask for the batch route: %d %w", status, err)
}

func (p *product) seedSome(ask *measure.Caller, begin, end, step int64) error {
	path := "/api/v1/records/" + benchKind
	if step == 1 {
		body, err := json.Marshal(benchRow(begin, p.at(begin)))
		if err != nil {
			return err
		}
		return ask.Ask(http.MethodPost, path, body)
	}
	var items []map[string]any
	for n := begin; n < end; n++ {
		items = append(items, benchRow(n, p.at(n)))
	}
	body, err := json.Marshal(map[string]any{"items": items})
	if err != nil {
		return err
	}
	return p.batch(ask, path+"/batch", body, len(items), http.StatusCreated)
}

// waiting is what a page of the measured commune has waiting to be sent.
type waiting struct {
	Items []struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
	} `json:"items"`
}

func (p *product) waiting(ask *measure.Caller) (page waiting, err error) {
	_, err = ask.Exchange(http.MethodGet, "/api/v1/records/"+benchKind+query("under", p.communes[0].id, "state", "submitted", "limit", "100"), nil,
		func(body []byte) error { return json.Unmarshal(body, &page) })
	return page, err
}

// send puts the letter to what the measured commune has waiting, approves and
// sends it, so that its list by deadline is one of deadlines that run.
func (p *product) send(ctx context.Context) error {
	ask, letter := p.as(benchSender), ""
	for ctx.Err() == nil {
		page, err := p.waiting(ask)
		if err != nil || len(page.Items) == 0 {
			return err
		}
		for _, r := range page.Items { // by another than who sends: nobody sends their own proof
			if letter, err = p.attach(r.ID, letter); err != nil {
				return err
			}
		}
		if page, err = p.waiting(ask); err != nil { // a letter moves the version
			return err
		}
		body, err := json.Marshal(page)
		if err != nil {
			return err
		}
		if err := p.batch(ask, "/api/v1/records/batch/transitions/send", body, len(page.Items), http.StatusOK); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// attach puts a letter to a record, the one given or, with "", a new one, and
// tells which.
func (p *product) attach(record, letter string) (string, error) {
	ask, path := p.as(benchOfficer), "/api/v1/records/"+record+"/documents"
	if letter != "" {
		body, err := json.Marshal(map[string]string{"slot": "letter", "document": letter})
		if err != nil {
			return "", err
		}
		return letter, ask.Ask(http.MethodPost, path, body)
	}
	var made struct{ ID string }
	err := ask.Upload(path, map[string]string{"slot": "letter"}, "kien-nghi.pdf", []byte(benchLetter),
		func(body []byte) error { return json.Unmarshal(body, &made) })
	return made.ID, err
}

// benchLetter is the smallest PDF there is.
const benchLetter = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// batch sends many at once, each of which must be answered with a status.
func (p *product) batch(ask *measure.Caller, path string, body []byte, items, status int) error {
	_, err := ask.Exchange(http.MethodPost, path, body, func(answer []byte) error {
		var got struct {
			Items []struct {
				Status  int
				Problem json.RawMessage
			}
		}
		if err := json.Unmarshal(answer, &got); err != nil {
			return err
		}
		for _, i := range got.Items {
			if i.Status != status {
				return fmt.Errorf("a row is refused: %d %s", i.Status, i.Problem)
			}
		}
		if len(got.Items) != items {
			return errors.New("not every row was answered")
		}
		return nil
	})
	return err
}

// at is the commune of the n-th row.
func (p *product) at(n int64) place { return p.communes[n%int64(len(p.communes))] }

// ids are some records of the measured commune.
func (p *product) ids() ([]string, error) {
	var out []string
	_, err := p.as(benchOfficer).Exchange(http.MethodGet, "/api/v1/records/"+benchKind+"?limit=200", nil, func(body []byte) error {
		var page struct{ Items []struct{ ID string } }
		err := json.Unmarshal(body, &page)
		for _, r := range page.Items {
			out = append(out, r.ID)
		}
		return err
	})
	if err == nil && len(out) == 0 {
		err = errors.New("the commune has no rows to read")
	}
	return out, err
}

// grow makes the province as large as the largest: units by a table, people
// through the API.
func (p *product) grow(ctx context.Context, units, people int) error {
	raw, err := os.ReadFile(filepath.Join("tenants", benchProvince, "units.csv"))
	if err != nil {
		return err
	}
	var communes []string
	lines, have := []string{strings.TrimSpace(string(raw))}, 0 // the file says the whole tree
	for line := range strings.Lines(string(raw)) {
		have++
		if f := strings.Split(line, ","); len(f) > 2 && f[2] == "commune" {
			communes = append(communes, f[0])
		}
	}
	for n := range max(units-have, 0) {
		c := communes[n%len(communes)]
		lines = append(lines, fmt.Sprintf("%s-B%03d,%s,residential_area,Khu dân cư đo %d,KDC đo %d,2025-07-01,", c, n/len(communes)+1, c, n+1, n+1))
	}
	file := filepath.Join(p.folder, "units.csv")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		return err
	}
	if _, err := p.run(ctx, "unit", "import", "--tenant", benchProvince, file); err != nil {
		return err
	}
	ask := p.as(benchAdmin)
	var next atomic.Int64
	var group sync.WaitGroup
	failed := make(chan error, measure.Connections)
	for range measure.Connections {
		group.Go(func() {
			for n := next.Add(1); n <= int64(people) && ctx.Err() == nil; n = next.Add(1) {
				body, err := json.Marshal(map[string]any{"login": fmt.Sprintf("do.%d", n), "name": fmt.Sprintf("Nguyễn Văn Đo %d", n),
					"posts": []map[string]any{{"role": "front_officer", "unit": p.at(n).id}}})
				if err == nil {
					err = ask.Ask(http.MethodPost, "/api/v1/people", body)
				}
				if err != nil {
					failed <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(failed)
	return errors.Join(<-failed, ctx.Err())
}

func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return "?" + v.Encode()
}
