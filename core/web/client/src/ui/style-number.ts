const number = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

/** The number of the answer this page came with: sheets of style made here count by it. */
export const styleNumber = (): string => number

// What keeps the page behind a dialog from scrolling asks for it under this name.
Object.assign(globalThis, { __webpack_nonce__: number })
