using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Mapping;

internal sealed class PanelMapping : IEntityTypeConfiguration<Panel>
{
    public void Configure(EntityTypeBuilder<Panel> builder)
    {
        builder.ToTable("panels");
        builder.Property(panel => panel.Kind).HasMaxLength(Panel.KindLength);
        builder.Property(panel => panel.Name).HasMaxLength(Panel.NameLength);
        builder.Property(panel => panel.SubjectKind).HasMaxLength(Subject.KindLength);
        builder.Ignore(panel => panel.Subject);
        builder.ComplexProperty(panel => panel.Quorum);
        builder.HasMany(panel => panel.Members).WithOne().HasForeignKey(member => member.PanelId);
        builder.HasMany(panel => panel.Delegations).WithOne().HasForeignKey(delegation => delegation.PanelId);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(panel => panel.ChairId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(panel => panel.DeputyChairId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(panel => panel.ClerkId).OnDelete(DeleteBehavior.Restrict);

        // Of two who constitute the same at once, one is refused and reads what the other made.
        builder.HasIndex(panel => new { panel.SubjectId, panel.SubjectKind, panel.Kind }).IsUnique();
        builder.HasKnownValues(panel => panel.Majority);
        builder.HasCheck("quorum", "quorum_count >= 0 and (quorum_out_of is null or (quorum_out_of >= 1 and quorum_count <= quorum_out_of))");
        builder.HasCheck("chairs", "(deputy_chair_id is null or deputy_chair_id <> chair_id) and (clerk_id is null or ((chair_id is null or clerk_id <> chair_id) and (deputy_chair_id is null or clerk_id <> deputy_chair_id)))");
    }
}

internal sealed class PanelMemberMapping : IEntityTypeConfiguration<PanelMember>
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    // ["eau","données"]; what was there before there were competences is empty.
    private static readonly ValueConverter<IReadOnlyList<string>, string> Words = new(list => JsonSerializer.Serialize(list, Options), json => Read(json));

    private static readonly ValueComparer<IReadOnlyList<string>> SameWords = new((one, other) => one!.SequenceEqual(other!), list => list.Count, list => list);

    public void Configure(EntityTypeBuilder<PanelMember> builder)
    {
        builder.ToTable("panel_members");
        builder.HasKey(member => new { member.PanelId, member.Number });
        builder.Property(member => member.Number).ValueGeneratedNever();
        builder.Property(member => member.Competences).HasConversion(Words, SameWords);
        builder.Property(member => member.RemovalReason).HasMaxLength(Panel.ReasonLength);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(member => member.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(member => member.RemovedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(member => new { member.PersonId, member.PanelId }).IsUnique().HasFilter("removed_from is null");
        builder.HasKnownValues(member => member.Capacity);
        builder.HasCheck("period", "removed_from is null or removed_from >= \"from\"");
        builder.HasCheck("removed", "(removed_from is null) = (removed_by_id is null) and (removed_from is null) = (removed_at is null) and (removed_from is null) = (removal_reason is null)");
    }

    private static List<string> Read(string json) => json.Length == 0 ? [] : JsonSerializer.Deserialize<List<string>>(json, Options) ?? [];
}

internal sealed class PanelDelegationMapping : IEntityTypeConfiguration<PanelDelegation>
{
    public void Configure(EntityTypeBuilder<PanelDelegation> builder)
    {
        builder.ToTable("panel_delegations");
        builder.HasKey(delegation => new { delegation.PanelId, delegation.Number });
        builder.Property(delegation => delegation.Number).ValueGeneratedNever();
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.DelegatorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.SubstituteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.EnteredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(delegation => delegation.EndedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(delegation => new { delegation.SubstituteId, delegation.Until });
        builder.HasCheck("period", "until >= \"from\"");
        builder.HasCheck("ended", "(ended_at is null) = (ended_by_id is null)");
        builder.HasCheck("others", "substitute_id <> delegator_id");
    }
}

internal sealed class RecusalMapping : IEntityTypeConfiguration<Recusal>
{
    public void Configure(EntityTypeBuilder<Recusal> builder)
    {
        builder.ToTable("recusals");
        builder.Property(recusal => recusal.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(recusal => recusal.Reason).HasMaxLength(Recusal.ReasonLength);
        builder.Property(recusal => recusal.WithdrawalReason).HasMaxLength(Recusal.ReasonLength);
        builder.Ignore(recusal => recusal.Item);
        builder.Ignore(recusal => recusal.IsInForce);
        builder.HasOne<Panel>().WithMany().HasForeignKey(recusal => recusal.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(recusal => recusal.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(recusal => recusal.EnteredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(recusal => recusal.WithdrawnById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(recusal => new { recusal.PanelId, recusal.PersonId, recusal.ItemKind, recusal.ItemId }).IsUnique().HasFilter("withdrawn_at is null");
        builder.HasIndex(recusal => recusal.ItemId);
        builder.HasKnownValues(recusal => recusal.Origin);
        builder.HasKnownValues(recusal => recusal.Conflict);
        builder.HasCheck("entered", "(entered_by_id is null) = (origin = 'Inferred')");
        builder.HasCheck("explained", "origin <> 'Imposed' or reason <> ''");
        builder.HasCheck("withdrawn", "(withdrawn_at is null) = (withdrawn_by_id is null) and (withdrawn_at is null) = (withdrawal_reason is null)");
    }
}
