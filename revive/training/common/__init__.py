"""What several trainings share: data sets, the discriminator, a training loop."""
