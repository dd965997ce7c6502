"""What answers each kind of request that is no plain question: a reply, a summary, a timeline, the latest, lists."""
