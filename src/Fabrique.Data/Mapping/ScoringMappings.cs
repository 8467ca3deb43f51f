using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Mapping;

internal sealed class AssignmentMapping : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("assignments");
        builder.Property(assignment => assignment.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(assignment => assignment.WithdrawalReason).HasMaxLength(Assignment.ReasonLength);
        builder.Ignore(assignment => assignment.Item);
        builder.Ignore(assignment => assignment.IsInForce);
        builder.HasOne<Panel>().WithMany().HasForeignKey(assignment => assignment.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(assignment => assignment.ReviewerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(assignment => assignment.AssignedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(assignment => new { assignment.PanelId, assignment.ItemKind, assignment.ItemId, assignment.ReviewerId }).IsUnique().HasFilter("withdrawn_at is null");
        builder.HasKnownValues(assignment => assignment.Origin);
        builder.HasCheck("drawn", "(origin = 'Drawn') = (seed is not null)");
        builder.HasCheck("withdrawn", "(withdrawn_at is null) = (withdrawal_reason is null)");
    }
}

internal sealed class ScoringGridMapping : IEntityTypeConfiguration<ScoringGrid>
{
    public void Configure(EntityTypeBuilder<ScoringGrid> builder)
    {
        builder.ToTable("scoring_grids");
        builder.HasOne<Panel>().WithMany().HasForeignKey(grid => grid.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(grid => grid.Criteria).WithOne().HasForeignKey(criterion => criterion.GridId);
        builder.HasIndex(grid => new { grid.PanelId, grid.Number }).IsUnique();
        builder.HasCheck("number", "number > 0");
    }
}

internal sealed class CriterionMapping : IEntityTypeConfiguration<Criterion>
{
    public void Configure(EntityTypeBuilder<Criterion> builder)
    {
        builder.ToTable("criteria");
        builder.HasKey(criterion => new { criterion.GridId, criterion.Code });
        builder.Property(criterion => criterion.Code).HasMaxLength(Criterion.CodeLength);
        builder.Property(criterion => criterion.Label).HasMaxLength(Criterion.LabelLength);
        builder.Property(criterion => criterion.Guidance).HasMaxLength(Criterion.GuidanceLength);
        builder.Ignore(criterion => criterion.Draft);
        builder.ComplexProperty(criterion => criterion.Scale, scale =>
        {
            scale.Property(one => one.Min).HasPrecision(9, 4);
            scale.Property(one => one.Max).HasPrecision(9, 4);
            scale.Property(one => one.Step).HasPrecision(9, 4);
            scale.Ignore(one => one.Problem);
            scale.Ignore(one => one.Steps);
        });
        builder.HasCheck("weight", $"weight between 1 and {Criterion.HeaviestWeight}");
    }
}

internal sealed class AssessmentMapping : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("assessments");
        builder.Property(assessment => assessment.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Ignore(assessment => assessment.Item);
        builder.HasOne<ScoringGrid>().WithMany().HasForeignKey(assessment => assessment.GridId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(assessment => assessment.ReviewerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(assessment => assessment.Scores).WithOne().HasForeignKey(score => score.AssessmentId);
        builder.HasIndex(assessment => new { assessment.GridId, assessment.ItemKind, assessment.ItemId, assessment.ReviewerId }).IsUnique();
        builder.HasCheck("submitted", "submitted_at is null or submitted_at >= started_at");
    }
}

internal sealed class ScoreMapping : IEntityTypeConfiguration<Score>
{
    public void Configure(EntityTypeBuilder<Score> builder)
    {
        builder.ToTable("scores");
        builder.HasKey(score => new { score.AssessmentId, score.CriterionCode });
        builder.Property(score => score.CriterionCode).HasMaxLength(Criterion.CodeLength);
        builder.Property(score => score.Value).HasPrecision(9, 4);
        builder.Property(score => score.Comment).HasMaxLength(Assessment.CommentLength);
    }
}
