package server

import (
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// networks reads addresses and CIDRs of proxies.
func networks(list []string) ([]*net.IPNet, error) {
	var out []*net.IPNet
	for _, s := range list {
		if ip, err := netip.ParseAddr(s); err == nil {
			s = netip.PrefixFrom(ip, ip.BitLen()).String()
		}
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q: %w", s, err)
		}
		out = append(out, n)
	}
	return out, nil
}

func (s *Server) trusts(ip net.IP) bool {
	for _, n := range s.trusted {
		if n.Contains(ip) {
			return true
		}
	}
	return false
}

// peer is the browser's address and whether it came by https: what a trusted
// proxy says, else what the connection is. Of X-Forwarded-For the rightmost
// address that is no proxy of ours counts; those left of it anyone can write.
func (s *Server) peer(fc *fiber.Ctx) (ip string, secure bool) {
	remote := fc.Context().RemoteIP()
	secure = s.options.HTTPS
	if !s.trusts(remote) {
		if fc.Get("X-Forwarded-For") != "" && (remote.IsLoopback() || remote.IsPrivate() || remote.IsLinkLocalUnicast()) {
			s.distrust(remote)
		}
		return remote.String(), secure
	}
	if proto := fc.Get("X-Forwarded-Proto"); proto != "" {
		secure = proto == "https"
	}
	hops := strings.Split(fc.Get("X-Forwarded-For"), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := net.ParseIP(strings.TrimSpace(hops[i]))
		if hop == nil {
			break
		}
		if !s.trusts(hop) {
			return hop.String(), secure
		}
	}
	return remote.String(), secure
}

// distrust notes, once, that a machine close by speaks for others and is not named in
// TRUSTED_PROXIES: all who come through it share its address and its tries. From
// further off anybody may write the header, and nothing is said.
func (s *Server) distrust(remote net.IP) {
	if s.untrusted.CompareAndSwap(nil, &remote) {
		s.log.Warn("a proxy in front is not trusted: all who come through it share its address, and one who guesses passwords shuts all of them out; name it in TRUSTED_PROXIES",
			"proxy", remote.String())
	}
}

// warnings are what the operator has to set right though requests are served.
func (s *Server) warnings() []string {
	if remote := s.untrusted.Load(); remote != nil {
		return []string{"the proxy " + remote.String() + " is not in TRUSTED_PROXIES: everybody who comes through it shares its address"}
	}
	if s.options.HTTPS && len(s.trusted) == 0 {
		return []string{"PUBLIC_HTTPS without TRUSTED_PROXIES: behind a proxy everybody shares its address"}
	}
	return nil
}
