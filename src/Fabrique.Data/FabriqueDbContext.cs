using Fabrique.Data.Auditing;
using Fabrique.Data.Connections;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Exports;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Incidents;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Screening;
using Fabrique.Domain.Similarity;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Fabrique.Data;

/// <summary>The product's memory: one model, two engines. The sealed contexts below only carry their engine's migrations.</summary>
public abstract class FabriqueDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<StaffMember> StaffMembers => Set<StaffMember>();

    public DbSet<OrganisationUnit> OrganisationUnits => Set<OrganisationUnit>();

    public DbSet<OrganisationReading> OrganisationReadings => Set<OrganisationReading>();

    public DbSet<Delegation> Delegations => Set<Delegation>();

    public DbSet<CallForApplications> Calls => Set<CallForApplications>();

    public DbSet<FormDesign> Forms => Set<FormDesign>();

    public DbSet<FormVersion> FormVersions => Set<FormVersion>();

    public DbSet<CallGrace> CallGraces => Set<CallGrace>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<ApplicationRevision> ApplicationRevisions => Set<ApplicationRevision>();

    public DbSet<SubmittedAnswer> SubmittedAnswers => Set<SubmittedAnswer>();

    public DbSet<ScreeningLabel> ScreeningLabels => Set<ScreeningLabel>();

    public DbSet<ScreeningFile> ScreeningFiles => Set<ScreeningFile>();

    public DbSet<AppliedLabel> AppliedLabels => Set<AppliedLabel>();

    public DbSet<ScreeningView> ScreeningViews => Set<ScreeningView>();

    public DbSet<ScreeningDesk> ScreeningDesks => Set<ScreeningDesk>();

    public DbSet<ScreeningBatch> ScreeningBatches => Set<ScreeningBatch>();

    public DbSet<BatchLine> BatchLines => Set<BatchLine>();

    public DbSet<ApplicationWord> ApplicationWords => Set<ApplicationWord>();

    public DbSet<CorrectionRequest> CorrectionRequests => Set<CorrectionRequest>();

    public DbSet<ScreeningRuling> ScreeningRulings => Set<ScreeningRuling>();

    public DbSet<InadmissibilityReason> InadmissibilityReasons => Set<InadmissibilityReason>();

    public DbSet<SimilarityDocument> SimilarityDocuments => Set<SimilarityDocument>();

    public DbSet<Resemblance> Resemblances => Set<Resemblance>();

    public DbSet<Panel> Panels => Set<Panel>();

    public DbSet<Recusal> Recusals => Set<Recusal>();

    public DbSet<Assignment> Assignments => Set<Assignment>();

    public DbSet<ScoringGrid> ScoringGrids => Set<ScoringGrid>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<AnonymisedReading> AnonymisedReadings => Set<AnonymisedReading>();

    public DbSet<HearingSession> HearingSessions => Set<HearingSession>();

    public DbSet<Ballot> Ballots => Set<Ballot>();

    public DbSet<Deliberation> Deliberations => Set<Deliberation>();

    public DbSet<DecisionBatch> DecisionBatches => Set<DecisionBatch>();

    public DbSet<DeliberationMinutes> DeliberationMinutes => Set<DeliberationMinutes>();

    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    public DbSet<Export> Exports => Set<Export>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Appointment> Appointments => Set<Appointment>();

    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();

    public DbSet<WorkItem> WorkItems => Set<WorkItem>();

    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();

    public DbSet<NamedReminderPolicy> ReminderPolicies => Set<NamedReminderPolicy>();

    public DbSet<MailPreferences> MailPreferences => Set<MailPreferences>();

    public DbSet<MailRelay> MailRelays => Set<MailRelay>();

    public DbSet<MessageOverride> MessageOverrides => Set<MessageOverride>();

    public DbSet<TimelineEntry> TimelineEntries => Set<TimelineEntry>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<SequenceCounter> SequenceCounters => Set<SequenceCounter>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<DueAttempt> DueAttempts => Set<DueAttempt>();

    public DbSet<DueRequest> DueRequests => Set<DueRequest>();

    public DbSet<ClosedIncident> ClosedIncidents => Set<ClosedIncident>();

    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Goes on only from the version that the person was shown; the save makes sure that it still is.</summary>
    /// <exception cref="StaleVersionException">It has changed since; doing it again would not help.</exception>
    public void ExpectVersion(IAggregate aggregate, int version)
    {
        if (aggregate.Version != version)
        {
            throw new StaleVersionException(Entry(aggregate));
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FabriqueDbContext).Assembly);
        MapModules(modelBuilder);
        modelBuilder.UseAggregateRules();
        modelBuilder.UseSnakeCase();
        modelBuilder.MapFold(Database.IsSqlite());
        if (Database.IsNpgsql())
        {
            // A word is found by how it begins: the order of its bytes, as SQLite has it.
            modelBuilder.Entity<ApplicationWord>().Property(word => word.Word).UseCollation("C");
        }

        if (Database.IsSqlite())
        {
            modelBuilder.EnforceLengths();
        }
    }

    private void MapModules(ModelBuilder modelBuilder)
    {
        if (this.GetService<IDbContextOptions>().FindExtension<ModuleMappings>() is not { } modules)
        {
            return;
        }

        var own = modelBuilder.Model.GetEntityTypes().ToHashSet();
        foreach (var assembly in modules.Assemblies)
        {
            modelBuilder.ApplyConfigurationsFromAssembly(assembly);
        }

        foreach (var entity in modules.AreTablesMade ? [] : modelBuilder.Model.GetEntityTypes().Except(own))
        {
            entity.SetIsTableExcludedFromMigrations(true);
        }
    }
}

public sealed class SqliteFabriqueDbContext(DbContextOptions<SqliteFabriqueDbContext> options) : FabriqueDbContext(options);

public sealed class PostgresFabriqueDbContext(DbContextOptions<PostgresFabriqueDbContext> options) : FabriqueDbContext(options);
