import { Link } from '@tanstack/react-router'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { firstWays, otherGroups, type Way } from './nav'
import css from './shell.module.css'
import { useHabit } from './use-habit'

/** The ways: the few a person works with, and all others folded by area. */
export function NavList({ onGo }: { onGo?: () => void }) {
  const words = useWords()
  const me = useMe()
  const first = firstWays(words, me, useHabit())
  const others = otherGroups(words, me, first)
  return (
    <div className={css.groups}>
      <ul className={css.ways}>{first.map((w) => <Entry key={w.id} way={w} onGo={onGo} />)}</ul>
      {others.length > 0 && (
        <details className={css.rest} open={onGo ? true : undefined}>
          <summary className={css.way}>{words.t('nav.more')}</summary>
          {others.map((g) => (
            <details key={g.id}>
              <summary className={css.group}>{g.label}</summary>
              <ul className={css.ways} aria-label={g.label}>{g.ways.map((w) => <Entry key={w.id} way={w} onGo={onGo} />)}</ul>
            </details>
          ))}
        </details>
      )}
    </div>
  )
}

function Entry({ way, onGo }: { way: Way; onGo?: () => void }) {
  return (
    <li>
      <Link {...way.link} className={css.way} onClick={onGo}>
        <way.Sign size={22} aria-hidden />
        <span>{way.label}</span>
      </Link>
    </li>
  )
}
