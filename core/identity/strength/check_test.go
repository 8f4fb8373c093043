package strength_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity/strength"
)

// TestWhatIsGuessedFirstIsRefused: what was taken while only length was asked for.
func TestWhatIsGuessedFirstIsRefused(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"1234567890", "0987654321", "password123", "qwertyuiop", "1q2w3e4r5t", "aaaaaaaaaaaa", "matkhau123", "Mật khẩu 1", "vietnam2026", "anhyeuem123",
		"abcdefghij", "1111122222", "cb.lan@2026", "iloveyou123", "0123456789", "mattran2026", "doanket123", "nguyenvan1", "hatinh2025!"} {
		if err := strength.Check(p, "cb.lan", "Trần Thị Lan"); !fault.HasCode(err, "password.guessable") {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestWhatIsLongAndOnesOwnIsTaken(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"bốn con vịt qua cầu", "Lúa chín vàng đồng quê", "đoàn kết là sức mạnh", "kR7#mv2!qLx9", "chiều nay mưa to lắm", strings.Repeat("một hai ba bốn ", 13)} {
		if err := strength.Check(p, "cb.lan", "Trần Thị Lan"); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	for p, code := range map[string]string{"ngắn": "too_short", strings.Repeat("dài lắm ", 30): "too_long", "\xff\xfe trăm năm": "not_utf8"} {
		if err := strength.Check(p); !fault.HasCode(err, code) {
			t.Errorf("%q: %v", p, err)
		}
	}
}
