"""发出: what leaves the office: requests, reminders, 退回单, 核对表; and the log of it. Begin with ``page``."""
