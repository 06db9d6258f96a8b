/** Where the console begins. */
import './theme.js';
import { begin as listenToKeys } from './keyboard.js';
import { session } from './api.js';
import { live } from './live.js';
import './parts/fb-shell.js';

listenToKeys();
session.begin().finally(() => live.begin());
