package sdktest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/gen"
)

// gardenYAML declares one of everything the suite looks at.
const gardenYAML = `api_version: mod/v1
id: garden
version: 1.0.0
label: {vi: "Vườn", en: "Garden"}
grants: {create: [core.meeting], read: [core.recommendation]}
roles:
  - {id: officer, reach: own, label: {vi: "Cán bộ", en: "Officer"}}
  - {id: approver, reach: subtree, label: {vi: "Người duyệt", en: "Approver"}}
kinds:
  - id: 1
    name: bed
    label: {vi: "Luống", en: "Bed"}
    title: title
    fields:
      - {id: 1, name: title, type: text, required: true, max: 200, label: {vi: "Tên", en: "Title"}}
      - {id: 2, name: dug_on, type: date, label: {vi: "Ngày đào", en: "Dug on"}}
      - {id: 3, name: due_on, type: date, read_only: true, label: {vi: "Hạn", en: "Due"}}
      - {id: 4, name: size, type: int, min: 0, max: 100, label: {vi: "Rộng", en: "Size"}}
      - {id: 5, name: crop, type: enum, open: true, label: {vi: "Cây", en: "Crop"}, values: [{id: rice, label: {vi: "Lúa", en: "Rice"}}, {id: tea, label: {vi: "Chè", en: "Tea"}}]}
      - {id: 6, name: rows, type: list, max: 5, label: {vi: "Hàng", en: "Rows"}, fields: [{id: 1, name: what, type: text, label: {vi: "Gì", en: "What"}}]}
      - {id: 7, name: source, type: ref, to: core.meeting, label: {vi: "Nguồn", en: "Source"}}
      - {id: 8, name: note, type: longtext, max: 5000, label: {vi: "Ghi chú", en: "Note"}}
    deadlines:
      - {code: D1, label: {vi: "Hạn", en: "Limit"}, field: due_on, from: dug_on, length: 5, unit: working_day, direction: after, setting: bed_days}
    rules:
      - {code: dug_in_future, when: "dug_on > today", field: dug_on}
    slots:
      - {code: photo, types: [jpg], label: {vi: "Ảnh", en: "Photo"}}
    access: {officer: [read, create, update, attach], approver: [read]}
    lifecycle:
      initial: draft
      states:
        - {id: draft, phase: draft, label: {vi: "Nháp", en: "Draft"}}
        - {id: sown, phase: done, label: {vi: "Đã gieo", en: "Sown"}}
      transitions:
        - {name: sow, label: {vi: "Gieo", en: "Sow"}, from: [draft], to: sown, roles: [approver], slots: [photo], decide: go, notify: [officer]}
    needs: {sow: [source.title, "children(core.recommendation)<=50"]}
measures:
  - {code: beds, label: {vi: "Số luống", en: "Beds"}, kind: sum, of: garden.bed, unit: count, compute: go}
boards:
  - {id: garden, label: {vi: "Bảng", en: "Board"}, measures: [beds]}
menu:
  - {kind: garden.bed, order: 1, label: {vi: "Luống", en: "Beds"}}
events:
  - {on: core.recommendation.answer, go: true}
jobs:
  - {name: water, label: {vi: "Tưới", en: "Water"}, cron: "0 7 * * 1", go: true}
`

const gardenLabels = `problems:
  dug_in_future: {vi: "Ngày chưa đến", en: "Not yet"}
  bed_too_small: {vi: "Luống hẹp quá", en: "Too small"}
  water_now: {vi: "Tưới đi", en: "Water it"}
`

const gardenGo = `package main

const notice = "water_now"

func sow(e *eval) { e.Deny("size", "bed_too_small") }
`

const sowPasses = `Wide enough.
-- given --
{title: A, size: 3}
-- action --
{kind: garden.bed, transition: sow, from: draft, id: rec_1}
-- expect --
{}
`

const sowRefuses = `Too small.
-- given --
{title: A, size: 0}
-- action --
{kind: garden.bed, transition: sow, from: draft, id: rec_1}
-- expect --
problems:
  - {field: size, code: bed_too_small}
`

// bed is what gen would write.
type bed struct {
	Title string     `json:"title"`
	DugOn sdk.Date   `json:"dug_on"`
	DueOn sdk.Date   `json:"due_on"`
	Size  int64      `json:"size"`
	Crop  string     `json:"crop"`
	Rows  []struct{} `json:"rows"`
	Note  string     `json:"note"`
	Weed  string     `json:"weed,omitempty"` // no field of the manifest
}

type sowing = func(*sdk.Eval[bed])

// sow is the decision as it should be.
func sow(e *sdk.Eval[bed]) {
	if e.New.Size < 1 {
		e.Deny("size", "bed_too_small")
	}
}

// garden is a module folder on disk with its manifest.
type garden struct {
	t   *testing.T
	dir string
}

// plant writes the folder; swaps are pairs of old and new text in module.yaml.
func plant(t *testing.T, swaps ...string) *garden {
	t.Helper()
	g := &garden{t, t.TempDir()}
	manifest := gardenYAML
	for i := 0; i < len(swaps); i += 2 {
		if !strings.Contains(manifest, swaps[i]) {
			t.Fatalf("nothing to swap: %q", swaps[i])
		}
		manifest = strings.Replace(manifest, swaps[i], swaps[i+1], 1)
	}
	g.put("module.yaml", manifest)
	g.put("labels.yaml", gardenLabels)
	g.put("decide.go", gardenGo)
	g.put("testdata/decide/sow.txtar", sowPasses)
	g.put("testdata/decide/sow_small.txtar", sowRefuses)
	if _, err := gen.Write(g.dir); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *garden) put(name, text string) {
	g.t.Helper()
	path := filepath.Join(g.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		g.t.Fatal(err)
	}
}

// build joins the folder's manifest with a decision and sound reactions.
func (g *garden) build(decide sowing) *sdk.Module {
	g.t.Helper()
	m, problems := manifest.Parse(os.DirFS(g.dir))
	if len(problems) > 0 {
		g.t.Fatal(manifest.Problems(problems))
	}
	out := sdk.FromManifest(m)
	sdk.Type[bed](out, "bed").Decide("sow", decide)
	out.OnEvent("core.recommendation.answer", func(_ context.Context, _ sdk.Caller, h sdk.Happening) ([]sdk.Effect, error) {
		return []sdk.Effect{notice(h.ID)}, nil
	})
	out.Job("water", func(_ context.Context, _ sdk.Caller, r sdk.Run) ([]sdk.Effect, error) {
		return []sdk.Effect{notice(r.Slot.String())}, nil
	})
	out.Indicator("beds", func(f *sdk.Figure, row map[string]any) {
		n, _ := row["size"].(int64)
		f.Numerator += float64(n)
		f.Denominator++
	})
	return out
}

func notice(key string) sdk.Effect {
	return sdk.Effect{Kind: sdk.EffectNotify, IdemKey: key, Notify: &sdk.NotifyEffect{Role: "officer", Code: "water_now"}}
}
