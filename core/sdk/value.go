package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/calendar"
)

// Date is a civil date; see calendar.Date. Modules need no other import.
type Date = calendar.Date

// ParseDate reads 2026-02-28 and 28/2/2026.
func ParseDate(s string) (Date, error) { return calendar.ParseDate(s) }

// Geo is a place on the map.
type Geo struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// Instant is a point in time whose JSON is RFC 3339, or null when absent.
type Instant struct{ time.Time }

// MarshalJSON writes null for the absent instant.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(i.Time)
}

// UnmarshalJSON takes "" and null for absent.
func (i *Instant) UnmarshalJSON(raw []byte) error {
	if s := string(bytes.TrimSpace(raw)); s == `""` || s == "null" {
		i.Time = time.Time{}
		return nil
	}
	if err := json.Unmarshal(raw, &i.Time); err != nil {
		return fmt.Errorf("read instant: %w", err)
	}
	return nil
}
