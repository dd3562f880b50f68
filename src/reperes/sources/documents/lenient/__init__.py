"""Files written by strangers, read leniently: bounded in time and memory, every refusal a kind sentence."""
