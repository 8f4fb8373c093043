import { addWords } from './index'
import words from './vi-log.json'

// The words of the log: who may not read it never fetches them.
addWords(words)
