from sightline.cli.base import main

main()
