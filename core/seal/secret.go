package seal

import (
	"context"
	"strings"
)

// SealSecret closes a secret the platform itself has to read again, such as the seed
// of a second factor; owner binds it to whose it is. Faults: as LastingKey.
func (k *Keys) SealSecret(ctx context.Context, owner, secret string) (string, error) {
	key, err := k.LastingKey(ctx, ForSecrets)
	if err != nil {
		return "", err
	}
	return newBox(key).close([]byte(secret), "secret", owner), nil
}

// OpenSecret is what SealSecret was given. Faults: as LastingKey, and Internal
// seal_broken for what was sealed for somebody else.
func (k *Keys) OpenSecret(ctx context.Context, owner, sealed string) (string, error) {
	key, err := k.LastingKey(ctx, ForSecrets)
	if err != nil {
		return "", err
	}
	plain, err := newBox(key).open(sealed, "secret", owner)
	if err != nil {
		return "", broken(err)
	}
	return string(plain), nil
}

// SecretSealed tells a sealed secret from one that was kept in clear.
func (k *Keys) SecretSealed(stored string) bool { return strings.HasPrefix(stored, form) }
