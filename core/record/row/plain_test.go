package row

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/calendar"
)

func TestAClockIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	day := calendar.NewDate(2026, 7, 1)
	for _, d := range []DeadlineInfo{
		{},
		{Code: "KNGH", Field: "due_on", Start: day, Date: day.AddDays(18), Law: true, Source: "Luật Khiếu nại 2011, Điều 28", Party: []string{"unt_a", "unt_b"}},
		{Code: "A", Source: `Điều 5 "khoản" 2 & <mục>`, MetOn: day, Stopped: true, ToConfirm: true, Manual: true},
		{Explain: []calendar.Step{{}}, Party: []string{}},
	} {
		r := &Record{}
		if err := r.readClock(JSONText(d)); err != nil {
			t.Fatal(err)
		}
		if JSONText(r.Clock) != JSONText(d) {
			t.Errorf("%s was read as %s", JSONText(d), JSONText(r.Clock))
		}
	}
}

// What is read in one pass is what encoding/json reads, whatever happened to the text.
func TestPlainTextsAreReadAsJSON(t *testing.T) {
	t.Parallel()
	texts := []string{
		``, `{}`, `{"code":"A","field":"b","law":false}`, `{"code":"A","party":["x","y"],"met_on":"2026-07-01","law":true}`, `{"party":[]}`,
		`{"party":["x"],"party":["y"]}`, `{"Code":"A"}`, `{"law":null}`, `{"date":"01/07/2026"}`, `{"date":""}`, `{"code":"\u0041"}`, "{\"code\":\"\xff\"}", `{"code":"A",}`, `{"code":"A"} `,
		`{"send":"per_1","*":"per_1 per_2"}`, `{"a":"b"`, `{"party":["x",]}`,
	}
	plain, random := 0, rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := []byte(texts[random.IntN(len(texts))])
		for range random.IntN(3) {
			other := texts[random.IntN(len(texts))]
			at, from := random.IntN(len(text)+1), random.IntN(len(other)+1)
			text = slices.Concat(text[:at], []byte(other[from:min(from+random.IntN(4), len(other))]), text[min(at+random.IntN(2), len(text)):])
		}
		var clock DeadlineInfo
		err := json.Unmarshal(text, &clock)
		if d := plainClock(string(text)); d != nil {
			plain++
			if err != nil || !reflect.DeepEqual(*d, clock) {
				t.Fatalf("%q is %+v, not %+v (%v)", text, *d, clock, err)
			}
		}
		var said map[string]string
		err = json.Unmarshal(text, &said)
		if m := plainTexts(string(text)); m != nil {
			plain++
			if err != nil || !reflect.DeepEqual(m, said) {
				t.Fatalf("%q is %v, not %v (%v)", text, m, said, err)
			}
		}
	}
	if plain < 1_000 {
		t.Errorf("only %d texts were plain: this proves little", plain)
	}
}
