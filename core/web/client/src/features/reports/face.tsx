import { useWords } from '@/i18n'
import type { FaceLine, Report } from '@/api/types.gen'
import { IconChevronRight } from '@/ui/icons'
import { Place } from './place'
import css from './report.module.css'

const says = (r: Report, key: string): string => r.face.find((l) => l.key === `face.${key}`)?.shown ?? ''
const lines = (text: string): string[] => text.split('\n').map((s) => s.trim()).filter(Boolean)
const two = (n: string) => n.padStart(2, '0')

/** "Cẩm Bình, ngày 05 tháng 02 năm 2027"; dots where the day is not known. */
function placeAndDay(place: string, iso: string, year: string): string {
  const [y = year, m = '…', d = '…'] = iso ? iso.split('-') : []
  return `${place}, ngày ${d === '…' ? d : two(d)} tháng ${m === '…' ? m : Number(m) < 3 ? two(m) : Number(m)} năm ${y}`
}

/** What heads the paper, as the office sets it. It is Vietnamese whatever the reader's language. */
export function Head({ report: r }: { report: Report }) {
  const party = says(r, 'layout') === 'party'
  return (
    <header className={css.head} lang="vi">
      <div className={css.issuer}>
        {lines(says(r, 'parent')).map((l) => <p key={l}>{l}</p>)}
        {lines(says(r, 'body')).map((l) => <p key={l} className={css.strong}>{l}</p>)}
        <p className={css.numberLine}>{party ? 'Số ' : 'Số: '}{says(r, 'number') || '…'}{party ? '-' : '/'}{says(r, 'symbol')}</p>
      </div>
      <div className={css.state}>
        <p className={css.strong}>{party ? 'ĐẢNG CỘNG SẢN VIỆT NAM' : 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'}</p>
        {!party && <p className={css.motto}>Độc lập - Tự do - Hạnh phúc</p>}
        <p className={css.day}>{placeAndDay(says(r, 'place'), says(r, 'date'), r.period.slice(0, 4))}</p>
      </div>
      <div className={css.name}>
        <p className={css.big}>BÁO CÁO</p>
        <p className={css.strong}>{says(r, 'abstract')}</p>
      </div>
      {lines(says(r, 'bases')).map((l) => <p key={l} className={css.basis}>{l}</p>)}
    </header>
  )
}

/** What closes the paper: who gets it, who signs. */
export function Foot({ report: r }: { report: Report }) {
  return (
    <footer className={css.foot} lang="vi">
      <div className={css.recipients}>
        <p className={css.strong}>Nơi nhận:</p>
        {lines(says(r, 'recipients')).map((l) => <p key={l}>- {l.replace(/^-\s*/, '')}</p>)}
      </div>
      <div className={css.signer}>
        <p className={css.strong}>{says(r, 'authority')}</p>
        <p className={css.strong}>{says(r, 'position')}</p>
        <p className={css.signed}>{says(r, 'signer')}</p>
      </div>
    </footer>
  )
}

const kindOf = (l: FaceLine) => (l.key === 'face.date' ? 'day' : l.key === 'face.layout' ? 'layout' : 'text')

/** The parts of head and foot to fill in. */
export function FaceForm({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <details className={`${css.fold} ${css.screen}`} id="face">
      <summary><IconChevronRight size={20} aria-hidden />{t('report.face')}</summary>
      <div className={css.face}>
        {report.face.map((l) => <Place key={l.key} held={l} label={l.label} as={kindOf(l)} rows={1} />)}
      </div>
    </details>
  )
}
