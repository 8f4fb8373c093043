/** The mark: a lotus of five petals in gold on the Front's red. */
export function Mark({ size = 36 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" style={{ display: 'block', flex: 'none' }} />
}
