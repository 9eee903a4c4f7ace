"""The video-reflection cycle: plans (pure) and acts, one unit of work each."""
