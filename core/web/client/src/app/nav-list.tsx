import { Link } from '@tanstack/react-router'
import { useMe } from '@/api/me'
import { useWords } from '@/i18n'
import { groupsOf, todayWay, type Way } from './nav'
import css from './shell.module.css'

/** All ways, by task area. */
export function NavList({ onGo }: { onGo?: () => void }) {
  const words = useWords()
  const groups = groupsOf(words, useMe())
  return (
    <div className={css.groups}>
      <ul className={css.ways}><Entry way={todayWay(words)} onGo={onGo} /></ul>
      {groups.map((g) => (
        <div key={g.id}>
          <p className={css.group} id={`nav-${g.id}${onGo ? '-all' : ''}`}>{g.label}</p>
          <ul className={css.ways} aria-labelledby={`nav-${g.id}${onGo ? '-all' : ''}`}>
            {g.ways.map((w) => <Entry key={w.id} way={w} onGo={onGo} />)}
          </ul>
        </div>
      ))}
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
