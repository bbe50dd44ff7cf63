"""The position exchange model: two actors each give way where it costs them less than the other gains."""
