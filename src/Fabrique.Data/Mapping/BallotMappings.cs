using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

/// <summary>
/// Left out of the audit trail, with its marks: lines that say who saved which state of an urn, and what counts were erased by an annulment, are what a secret ballot must not leave. When it was
/// opened, closed and annulled, and why, is in its own row.
/// </summary>
internal sealed class BallotMapping : IEntityTypeConfiguration<Ballot>
{
    public void Configure(EntityTypeBuilder<Ballot> builder)
    {
        builder.ToTable("ballots");
        builder.IsNotAudited();
        builder.Property(ballot => ballot.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(ballot => ballot.Question).HasMaxLength(Ballot.QuestionLength);
        builder.Property(ballot => ballot.AnnulmentReason).HasMaxLength(Ballot.ReasonLength);
        builder.Ignore(ballot => ballot.Item);
        builder.Ignore(ballot => ballot.Count);
        builder.Ignore(ballot => ballot.Summary);
        builder.HasOne<HearingSession>().WithMany().HasForeignKey(ballot => ballot.SessionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(ballot => ballot.PresidingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(ballot => ballot.Votes).WithOne().HasForeignKey(vote => vote.BallotId);
        builder.HasMany(ballot => ballot.Seats).WithOne().HasForeignKey(seat => seat.BallotId);
        builder.HasMany(ballot => ballot.Marks).WithOne().HasForeignKey(mark => mark.BallotId);
        builder.HasIndex(ballot => new { ballot.SessionId, ballot.ItemKind, ballot.ItemId, ballot.Number }).IsUnique();

        // One at a time in a session.
        builder.HasIndex(ballot => ballot.SessionId).IsUnique().HasFilter("status = 'Open'");
        builder.HasKnownValues(ballot => ballot.Mode);
        builder.HasKnownValues(ballot => ballot.Majority);
        builder.HasKnownValues(ballot => ballot.Status);
        builder.HasCheck("outcome", "outcome is null or outcome in ('Adopted', 'Rejected', 'Tied')");
        builder.HasCheck("closed", "(status = 'Closed') = (outcome is not null) and (status <> 'Closed' or closed_at is not null)");
        builder.HasCheck("annulled", "(status = 'Annulled') = (annulled_at is not null) and (annulled_at is null) = (annulment_reason is null)");
        builder.HasCheck("counts", "(for_count is null) = (against_count is null) and (for_count is null) = (abstained_count is null) and (for_count is null or status = 'Closed')");
        builder.HasCheck("urn", "length(urn) = 0 or (mode = 'Secret' and status = 'Open')");
    }
}

internal sealed class NamedVoteMapping : IEntityTypeConfiguration<NamedVote>
{
    public void Configure(EntityTypeBuilder<NamedVote> builder)
    {
        builder.ToTable("named_votes");
        builder.HasKey(vote => new { vote.BallotId, vote.MemberId });
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(vote => vote.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(vote => vote.VoterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(vote => new { vote.BallotId, vote.VoterId }).IsUnique();
        builder.HasKnownValues(vote => vote.Choice);
    }
}

internal sealed class BallotSeatMapping : IEntityTypeConfiguration<BallotSeat>
{
    public void Configure(EntityTypeBuilder<BallotSeat> builder)
    {
        builder.ToTable("ballot_seats");
        builder.HasKey(seat => new { seat.BallotId, seat.MemberId });
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(seat => seat.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(seat => seat.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VoterMarkMapping : IEntityTypeConfiguration<VoterMark>
{
    public void Configure(EntityTypeBuilder<VoterMark> builder)
    {
        builder.ToTable("voter_marks");
        builder.IsNotAudited();
        builder.HasKey(mark => new { mark.BallotId, mark.MemberId });
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(mark => mark.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(mark => mark.VoterId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(mark => new { mark.BallotId, mark.VoterId }).IsUnique();
    }
}
