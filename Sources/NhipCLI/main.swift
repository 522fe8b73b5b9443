print("nhip")
