using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class DeliberationMapping : IEntityTypeConfiguration<Deliberation>
{
    public void Configure(EntityTypeBuilder<Deliberation> builder)
    {
        builder.ToTable("deliberations");
        builder.Property(deliberation => deliberation.Envelope).HasPrecision(12, 2);
        builder.Property(deliberation => deliberation.PlacesReason).HasMaxLength(Deliberation.ReasonLength);
        builder.Property(deliberation => deliberation.EnvelopeReason).HasMaxLength(Deliberation.ReasonLength);
        builder.Property(deliberation => deliberation.ReopeningReason).HasMaxLength(Deliberation.ReasonLength);
        builder.Ignore(deliberation => deliberation.Spent);
        builder.HasOne<Panel>().WithMany().HasForeignKey(deliberation => deliberation.PanelId).OnDelete(DeleteBehavior.Restrict);

        // One at a time in a panel.
        builder.HasIndex(deliberation => deliberation.PanelId).IsUnique().HasFilter("status = 'Open'");
        builder.HasMany(deliberation => deliberation.Decisions).WithOne().HasForeignKey(decision => decision.DeliberationId);
        builder.HasKnownValues(deliberation => deliberation.Status);
        builder.HasCheck("concluded", "(status = 'Concluded') = (concluded_at is not null)");
    }
}

internal sealed class DecisionMapping : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable("panel_decisions");
        builder.HasKey(decision => new { decision.DeliberationId, decision.ItemKind, decision.ItemId });
        builder.Property(decision => decision.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(decision => decision.RedirectedToKind).HasMaxLength(Subject.KindLength);
        builder.Property(decision => decision.Amount).HasPrecision(12, 2);
        builder.Property(decision => decision.Reason).HasMaxLength(Decision.ReasonLength);
        builder.Property(decision => decision.RankingReason).HasMaxLength(Decision.ReasonLength);
        builder.Ignore(decision => decision.Item);
        builder.HasOne<Ballot>().WithMany().HasForeignKey(decision => decision.BallotId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(decision => decision.RecordedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(decision => decision.ItemId);
        builder.HasKnownValues(decision => decision.Outcome);
        builder.HasCheck("waiting", "(outcome = 'WaitingList') = (waiting_rank is not null)");
        builder.HasCheck("redirected", "(redirected_to_kind is null) = (redirected_to_id is null)");
    }
}

internal sealed class DecisionBatchMapping : IEntityTypeConfiguration<DecisionBatch>
{
    public void Configure(EntityTypeBuilder<DecisionBatch> builder)
    {
        builder.ToTable("decision_batches");
        builder.Ignore(batch => batch.NextInLine);
        builder.HasOne<Deliberation>().WithMany().HasForeignKey(batch => batch.DeliberationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(batch => batch.ReleasedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(batch => batch.Decisions).WithOne().HasForeignKey(decision => decision.BatchId);
        builder.HasIndex(batch => new { batch.DeliberationId, batch.Conclusion }).IsUnique();
        builder.HasIndex(batch => new { batch.Status, batch.ReleaseAt });
        builder.HasKnownValues(batch => batch.Status);
        builder.HasCheck("released", "(status = 'Released') = (released_at is not null)");
    }
}

internal sealed class BatchedDecisionMapping : IEntityTypeConfiguration<BatchedDecision>
{
    public void Configure(EntityTypeBuilder<BatchedDecision> builder)
    {
        builder.ToTable("batched_decisions");
        builder.HasKey(decision => new { decision.BatchId, decision.ItemKind, decision.ItemId });
        builder.Property(decision => decision.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(decision => decision.Reply).HasMaxLength(BatchedDecision.ReplyLength);
        builder.Property(decision => decision.TalkWish).HasMaxLength(BatchedDecision.WishLength);
        builder.Ignore(decision => decision.Item);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(decision => decision.RepliedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(decision => decision.TalkAskedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(decision => decision.ItemId);
        builder.HasKnownValues(decision => decision.Outcome);
        builder.HasCheck("replied", "(reply is null) = (replied_at is null)");
        builder.HasCheck("talk", "(talk_wish is null) = (talk_asked_at is null)");
        builder.HasCheck("promoted", "(promoted_at is null) = (answer_by is null)");
    }
}

internal sealed class DeliberationMinutesMapping : IEntityTypeConfiguration<DeliberationMinutes>
{
    public void Configure(EntityTypeBuilder<DeliberationMinutes> builder)
    {
        builder.ToTable("deliberation_minutes");
        builder.Ignore(minutes => minutes.Latest);
        builder.HasOne<HearingSession>().WithMany().HasForeignKey(minutes => minutes.SessionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(minutes => minutes.ChairId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(minutes => minutes.ClerkId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(minutes => minutes.Versions).WithOne().HasForeignKey(version => version.MinutesId);
        builder.HasMany(minutes => minutes.Signatures).WithOne().HasForeignKey(signature => signature.MinutesId);
        builder.HasIndex(minutes => minutes.SessionId).IsUnique();
        builder.HasCheck("signers", "chair_id <> clerk_id");
    }
}

internal sealed class MinutesVersionMapping : IEntityTypeConfiguration<MinutesVersion>
{
    public void Configure(EntityTypeBuilder<MinutesVersion> builder)
    {
        builder.ToTable("minutes_versions");
        builder.HasKey(version => new { version.MinutesId, version.Number });
        builder.Property(version => version.Number).ValueGeneratedNever();
        builder.Property(version => version.Text).HasMaxLength(DeliberationMinutes.TextLength).IsNotAudited();
        builder.Property(version => version.Why).HasMaxLength(DeliberationMinutes.WhyLength);
        builder.Property(version => version.PreviousHash).HasMaxLength(64);
        builder.Property(version => version.Hash).HasMaxLength(64);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(version => version.AuthorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MinutesSignatureMapping : IEntityTypeConfiguration<MinutesSignature>
{
    public void Configure(EntityTypeBuilder<MinutesSignature> builder)
    {
        builder.ToTable("minutes_signatures");
        builder.HasKey(signature => new { signature.MinutesId, signature.VersionNumber, signature.Role });
        builder.Property(signature => signature.VersionNumber).ValueGeneratedNever();
        builder.Property(signature => signature.Hash).HasMaxLength(64);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(signature => signature.SignerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasKnownValues(signature => signature.Role);
    }
}
