// The first says which of the others yields to which.
import './layers.css';
import './tokens.css';
import './base.css';
import './frame.css';
import './text.css';
import './buttons.css';
import './values.css';
import './tables.css';
import './filters.css';
import './say.css';
import './bars.css';
import './forms.css';
