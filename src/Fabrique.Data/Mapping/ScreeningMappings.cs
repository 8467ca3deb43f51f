using System.Text.Json;
using Fabrique.Data.Auditing;
using Fabrique.Data.Conventions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Mapping;

internal sealed class ScreeningLabelMapping : IEntityTypeConfiguration<ScreeningLabel>
{
    public void Configure(EntityTypeBuilder<ScreeningLabel> builder)
    {
        builder.ToTable("screening_labels");
        builder.Property(label => label.Name).HasMaxLength(ScreeningLabel.NameLength);
        builder.Property(label => label.Colour).HasMaxLength(ScreeningLabel.ColourLength);
        builder.HasIndex(label => label.Name).IsUnique();
        builder.HasData(
            new { Id = new Guid("0192a000-0000-7000-8000-000000000001"), Name = "À examiner", Colour = "blue-cumulus", Version = 1 },
            new { Id = new Guid("0192a000-0000-7000-8000-000000000002"), Name = "À relancer", Colour = "orange-terre-battue", Version = 1 },
            new { Id = new Guid("0192a000-0000-7000-8000-000000000003"), Name = "Complet", Colour = "green-emeraude", Version = 1 });
    }
}

internal sealed class ScreeningFileMapping : IEntityTypeConfiguration<ScreeningFile>
{
    public void Configure(EntityTypeBuilder<ScreeningFile> builder)
    {
        builder.ToTable("screening_files");
        builder.HasOne<Application>().WithOne().HasForeignKey<ScreeningFile>(file => file.Id).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(file => file.AssigneeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(file => file.Labels).WithOne().HasForeignKey(label => label.ApplicationId);
        builder.HasIndex(file => file.AssigneeId);
        builder.HasCheck("assigned", "(assignee_id is null) = (assigned_at is null)");
    }
}

internal sealed class AppliedLabelMapping : IEntityTypeConfiguration<AppliedLabel>
{
    public void Configure(EntityTypeBuilder<AppliedLabel> builder)
    {
        builder.ToTable("applied_labels");
        builder.HasKey(label => new { label.ApplicationId, label.LabelId });
        builder.HasOne<ScreeningLabel>().WithMany().HasForeignKey(label => label.LabelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(label => label.AddedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(label => new { label.LabelId, label.ApplicationId });
    }
}

internal sealed class ScreeningViewMapping : IEntityTypeConfiguration<ScreeningView>
{
    public void Configure(EntityTypeBuilder<ScreeningView> builder)
    {
        builder.ToTable("screening_views");
        builder.Property(view => view.Name).HasMaxLength(ScreeningView.NameLength);
        builder.Property(view => view.Query).HasMaxLength(ScreeningView.QueryLength);
        builder.PrimitiveCollection(view => view.Columns).HasMaxLength(ScreeningView.ColumnsLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(view => view.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(view => new { view.OwnerId, view.Name }).IsUnique();
        builder.HasIndex(view => view.IsShared);
    }
}

internal sealed class ScreeningDeskMapping : IEntityTypeConfiguration<ScreeningDesk>
{
    public void Configure(EntityTypeBuilder<ScreeningDesk> builder)
    {
        builder.ToTable("screening_desks");
        builder.PrimitiveCollection(desk => desk.Columns).HasMaxLength(ScreeningView.ColumnsLength);
        builder.HasOne<StaffMember>().WithOne().HasForeignKey<ScreeningDesk>(desk => desk.Id).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ScreeningView>().WithMany().HasForeignKey(desk => desk.DefaultViewId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class ScreeningBatchMapping : IEntityTypeConfiguration<ScreeningBatch>
{
    private static readonly ValueConverter<IReadOnlyDictionary<string, string>, string> Parameters = new(
        values => JsonSerializer.Serialize(values, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default) ?? new());

    private static readonly ValueComparer<IReadOnlyDictionary<string, string>> Same = new(
        (one, other) => JsonSerializer.Serialize(one, JsonSerializerOptions.Default) == JsonSerializer.Serialize(other, JsonSerializerOptions.Default),
        values => values.Count,
        values => values);

    public void Configure(EntityTypeBuilder<ScreeningBatch> builder)
    {
        builder.ToTable("screening_batches");
        builder.Property(batch => batch.Action).HasMaxLength(ScreeningBatch.ActionLength);
        builder.Property(batch => batch.Title).HasMaxLength(ScreeningBatch.TitleLength);
        builder.Property(batch => batch.Parameters).HasConversion(Parameters, Same).HasMaxLength(ScreeningBatch.ParametersLength);
        builder.Property(batch => batch.ReturnTo).HasMaxLength(ScreeningBatch.ReturnToLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(batch => batch.StartedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(batch => batch.Lines).WithOne().HasForeignKey(line => line.BatchId);
        builder.HasIndex(batch => new { batch.EndedAt, batch.StartedAt });
    }
}

internal sealed class BatchLineMapping : IEntityTypeConfiguration<BatchLine>
{
    public void Configure(EntityTypeBuilder<BatchLine> builder)
    {
        builder.ToTable("batch_lines");
        builder.IsNotAudited();
        builder.HasKey(line => new { line.BatchId, line.Rank });
        builder.Property(line => line.Status).IsConcurrencyToken();
        builder.Property(line => line.Sentence).HasMaxLength(BatchLine.SentenceLength);
        builder.HasOne<Application>().WithMany().HasForeignKey(line => line.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(line => line.ApplicationId);
        builder.HasIndex(line => new { line.BatchId, line.Status });
        builder.HasKnownValues(line => line.Status);
    }
}

internal sealed class ApplicationWordMapping : IEntityTypeConfiguration<ApplicationWord>
{
    public void Configure(EntityTypeBuilder<ApplicationWord> builder)
    {
        builder.ToTable("application_words");
        builder.IsNotAudited();
        builder.HasKey(word => new { word.Word, word.ApplicationId });
        builder.Property(word => word.Word).HasMaxLength(ApplicationWord.WordLength);
        builder.HasOne<Application>().WithMany().HasForeignKey(word => word.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(word => word.ApplicationId);
    }
}
