package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
)

// TestListsRunInVietnameseOrder: records by title, units, people by given
// name, in small pages: Đ after D, Ô after O, «Thôn 2» before «Thôn 10».
func TestListsRunInVietnameseOrder(t *testing.T) {
	t.Parallel()
	want := []string{"An Hoà", "Ăn Hoà", "Ân Hoà", "Dương", "Đức", "On", "Ôn", "Ơn", "Thôn 2", "Thôn 10", "Út", "Ưng", "Vinh"}
	onStage(t, func(t *testing.T, s *stage) {
		officer, admin := s.client(coretest.Officer), s.client(coretest.Admin)
		var under struct{ ID string }
		admin.Do(http.MethodPost, "/units", map[string]any{"parent_id": s.known["X1"], "kind": "residential_area", "name": "Khu", "basis": "Nghị quyết 1"}).Want(t, 201, &under)
		for i, name := range slices.Backward(want) {
			officer.Do(http.MethodPost, "/records/demo.visit", map[string]any{"unit": s.known["X1"], "fields": map[string]any{"title": name, "form": "online"}}).Want(t, 201)
			admin.Do(http.MethodPost, "/units", map[string]any{"parent_id": under.ID, "kind": "residential_area", "name": name, "basis": "Nghị quyết 1"}).Want(t, 201)
			admin.Do(http.MethodPost, "/people", map[string]any{"login": fmt.Sprint("order", i), "family_middle": "Thứ Tự", "given": name}).Want(t, 201)
		}
		for path, of := range map[string]func(item map[string]any) any{
			"/records/demo.visit?filter[form]=online&sort=title&limit=3": func(item map[string]any) any { return item["title"] },
			"/units?parent=" + under.ID + "&limit=3":                     func(item map[string]any) any { return item["name"] },
			"/people?q=thu%20tu&limit=3":                                 func(item map[string]any) any { return item["given"] },
		} {
			var got []string
			wait.Pages(t, path, func(cursor string) string {
				var page struct {
					Items []map[string]any
					Next  string
				}
				admin, path := admin, path+"&cursor="+cursor
				if path[:4] == "/rec" {
					admin = officer
				}
				admin.Do(http.MethodGet, path, nil).Want(t, 200, &page)
				for _, item := range page.Items {
					got = append(got, fmt.Sprint(of(item)))
				}
				return page.Next
			})
			if !slices.Equal(got, want) {
				t.Errorf("%s:\ngot  %q\nwant %q", path, got, want)
			}
		}
	})
}
