// form-data and formidable, with which superagent sends and reads forms that hold files: no check does.
export default class Unavailable {}
