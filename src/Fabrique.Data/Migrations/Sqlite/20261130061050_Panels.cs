using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Panels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "panels",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    subject_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    majority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    chair_has_casting_vote = table.Column<bool>(type: "INTEGER", nullable: false),
                    chair_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    deputy_chair_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    clerk_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    quorum_count = table.Column<int>(type: "INTEGER", nullable: false),
                    quorum_counts_substitutes = table.Column<bool>(type: "INTEGER", nullable: false),
                    quorum_out_of = table.Column<int>(type: "INTEGER", nullable: true),
                    quorum_requires_chair = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panels", x => x.id);
                    table.CheckConstraint("ck_panel_chairs", "(deputy_chair_id is null or deputy_chair_id <> chair_id) and (clerk_id is null or ((chair_id is null or clerk_id <> chair_id) and (deputy_chair_id is null or clerk_id <> deputy_chair_id)))");
                    table.CheckConstraint("ck_panel_majority", "majority in ('Simple', 'Absolute', 'TwoThirds')");
                    table.CheckConstraint("ck_panel_quorum", "quorum_count >= 0 and (quorum_out_of is null or (quorum_out_of >= 1 and quorum_count <= quorum_out_of))");
                    table.CheckConstraint("ck_panels_kind_length", "length(kind) <= 40");
                    table.CheckConstraint("ck_panels_name_length", "length(name) <= 200");
                    table.CheckConstraint("ck_panels_subject_kind_length", "length(subject_kind) <= 40");
                    table.ForeignKey(
                        name: "fk_panels_chair_id",
                        column: x => x.chair_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panels_clerk_id",
                        column: x => x.clerk_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panels_deputy_chair_id",
                        column: x => x.deputy_chair_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    origin = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    seed = table.Column<long>(type: "INTEGER", nullable: true),
                    assigned_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    assigned_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    withdrawal_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignments", x => x.id);
                    table.CheckConstraint("ck_assignment_drawn", "(origin = 'Drawn') = (seed is not null)");
                    table.CheckConstraint("ck_assignment_origin", "origin in ('ByHand', 'Drawn')");
                    table.CheckConstraint("ck_assignment_withdrawn", "(withdrawn_at is null) = (withdrawal_reason is null)");
                    table.CheckConstraint("ck_assignments_item_kind_length", "length(item_kind) <= 40");
                    table.CheckConstraint("ck_assignments_withdrawal_reason_length", "length(withdrawal_reason) <= 500");
                    table.ForeignKey(
                        name: "fk_assignments_assigned_by_id",
                        column: x => x.assigned_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assignments_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assignments_reviewer_id",
                        column: x => x.reviewer_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deliberations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    places = table.Column<int>(type: "INTEGER", nullable: true),
                    envelope = table.Column<decimal>(type: "TEXT", precision: 12, scale: 2, nullable: true),
                    places_reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    envelope_reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    concluded_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    conclusions = table.Column<int>(type: "INTEGER", nullable: false),
                    reopening_reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliberations", x => x.id);
                    table.CheckConstraint("ck_deliberation_concluded", "(status = 'Concluded') = (concluded_at is not null)");
                    table.CheckConstraint("ck_deliberation_status", "status in ('Open', 'Concluded')");
                    table.CheckConstraint("ck_deliberations_envelope_reason_length", "length(envelope_reason) <= 1000");
                    table.CheckConstraint("ck_deliberations_places_reason_length", "length(places_reason) <= 1000");
                    table.CheckConstraint("ck_deliberations_reopening_reason_length", "length(reopening_reason) <= 1000");
                    table.ForeignKey(
                        name: "fk_deliberations_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hearing_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    starts_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    seed = table.Column<long>(type: "INTEGER", nullable: true),
                    quorum_waiver = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    current_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    current_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    pace_pitch_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    pace_question_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    pace_turnover_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    timer_elapsed = table.Column<TimeSpan>(type: "TEXT", nullable: false),
                    timer_phase = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    timer_running_since = table.Column<DateTime>(type: "TEXT", nullable: true),
                    timer_seconds = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hearing_sessions", x => x.id);
                    table.CheckConstraint("ck_hearing_session_closed", "(status = 'Closed') = (closed_at is not null)");
                    table.CheckConstraint("ck_hearing_session_current", "(current_kind is null) = (current_id is null)");
                    table.CheckConstraint("ck_hearing_session_opened", "(status = 'Planned') = (opened_at is null)");
                    table.CheckConstraint("ck_hearing_session_status", "status in ('Planned', 'Open', 'Suspended', 'Closed')");
                    table.CheckConstraint("ck_hearing_sessions_current_kind_length", "length(current_kind) <= 40");
                    table.CheckConstraint("ck_hearing_sessions_quorum_waiver_length", "length(quorum_waiver) <= 500");
                    table.ForeignKey(
                        name: "fk_hearing_sessions_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "panel_delegations",
                columns: table => new
                {
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    delegator_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    substitute_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    entered_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    entered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ended_by_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panel_delegations", x => new { x.panel_id, x.number });
                    table.CheckConstraint("ck_panel_delegation_ended", "(ended_at is null) = (ended_by_id is null)");
                    table.CheckConstraint("ck_panel_delegation_others", "substitute_id <> delegator_id");
                    table.CheckConstraint("ck_panel_delegation_period", "until >= \"from\"");
                    table.ForeignKey(
                        name: "fk_panel_delegations_delegator_id",
                        column: x => x.delegator_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panel_delegations_ended_by_id",
                        column: x => x.ended_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panel_delegations_entered_by_id",
                        column: x => x.entered_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panel_delegations_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_panel_delegations_substitute_id",
                        column: x => x.substitute_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "panel_members",
                columns: table => new
                {
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    capacity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    removed_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    removal_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    removed_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    removed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panel_members", x => new { x.panel_id, x.number });
                    table.CheckConstraint("ck_panel_member_capacity", "capacity in ('Voting', 'Advisory', 'Observer')");
                    table.CheckConstraint("ck_panel_member_period", "removed_from is null or removed_from >= \"from\"");
                    table.CheckConstraint("ck_panel_member_removed", "(removed_from is null) = (removed_by_id is null) and (removed_from is null) = (removed_at is null) and (removed_from is null) = (removal_reason is null)");
                    table.CheckConstraint("ck_panel_members_removal_reason_length", "length(removal_reason) <= 500");
                    table.ForeignKey(
                        name: "fk_panel_members_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_panel_members_person_id",
                        column: x => x.person_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panel_members_removed_by_id",
                        column: x => x.removed_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "recusals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    origin = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    conflict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    entered_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    entered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    withdrawn_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    withdrawal_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recusals", x => x.id);
                    table.CheckConstraint("ck_recusal_conflict", "conflict in ('Applicant', 'CoApplicant', 'Hierarchical', 'SameUnit', 'Sponsor', 'EarlierOpinion', 'Personal', 'Professional', 'Institutional', 'Other')");
                    table.CheckConstraint("ck_recusal_entered", "(entered_by_id is null) = (origin = 'Inferred')");
                    table.CheckConstraint("ck_recusal_explained", "origin <> 'Imposed' or reason <> ''");
                    table.CheckConstraint("ck_recusal_origin", "origin in ('Declared', 'Imposed', 'Inferred')");
                    table.CheckConstraint("ck_recusal_withdrawn", "(withdrawn_at is null) = (withdrawn_by_id is null) and (withdrawn_at is null) = (withdrawal_reason is null)");
                    table.CheckConstraint("ck_recusals_item_kind_length", "length(item_kind) <= 40");
                    table.CheckConstraint("ck_recusals_reason_length", "length(reason) <= 2000");
                    table.CheckConstraint("ck_recusals_withdrawal_reason_length", "length(withdrawal_reason) <= 2000");
                    table.ForeignKey(
                        name: "fk_recusals_entered_by_id",
                        column: x => x.entered_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recusals_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recusals_person_id",
                        column: x => x.person_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recusals_withdrawn_by_id",
                        column: x => x.withdrawn_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "scoring_grids",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    panel_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scoring_grids", x => x.id);
                    table.CheckConstraint("ck_scoring_grid_number", "number > 0");
                    table.ForeignKey(
                        name: "fk_scoring_grids_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decision_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deliberation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    conclusion = table.Column<int>(type: "INTEGER", nullable: false),
                    release_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reply_days = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    released_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    released_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_batches", x => x.id);
                    table.CheckConstraint("ck_decision_batch_released", "(status = 'Released') = (released_at is not null)");
                    table.CheckConstraint("ck_decision_batch_status", "status in ('Embargoed', 'Released')");
                    table.ForeignKey(
                        name: "fk_decision_batches_deliberation_id",
                        column: x => x.deliberation_id,
                        principalTable: "deliberations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_decision_batches_released_by_id",
                        column: x => x.released_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agenda_items",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    called_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    left_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agenda_items", x => new { x.session_id, x.item_kind, x.item_id });
                    table.CheckConstraint("ck_agenda_item_position", "position > 0");
                    table.CheckConstraint("ck_agenda_items_item_kind_length", "length(item_kind) <= 40");
                    table.ForeignKey(
                        name: "fk_agenda_items_session_id",
                        column: x => x.session_id,
                        principalTable: "hearing_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "attendance_events",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_events", x => new { x.session_id, x.number });
                    table.CheckConstraint("ck_attendance_event_kind", "kind in ('Arrival', 'Departure')");
                    table.ForeignKey(
                        name: "fk_attendance_events_person_id",
                        column: x => x.person_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_attendance_events_session_id",
                        column: x => x.session_id,
                        principalTable: "hearing_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ballots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    question = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    majority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    chair_has_casting_vote = table.Column<bool>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    annulled_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    annulment_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    presiding_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    quorum_present = table.Column<int>(type: "INTEGER", nullable: false),
                    quorum_required = table.Column<int>(type: "INTEGER", nullable: false),
                    for_count = table.Column<int>(type: "INTEGER", nullable: true),
                    against_count = table.Column<int>(type: "INTEGER", nullable: true),
                    abstained_count = table.Column<int>(type: "INTEGER", nullable: true),
                    hides_counts = table.Column<bool>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    is_by_casting_vote = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    urn = table.Column<byte[]>(type: "BLOB", nullable: false),
                    casting_choice = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ballots", x => x.id);
                    table.CheckConstraint("ck_ballot_annulled", "(status = 'Annulled') = (annulled_at is not null) and (annulled_at is null) = (annulment_reason is null)");
                    table.CheckConstraint("ck_ballot_closed", "(status = 'Closed') = (outcome is not null) and (status <> 'Closed' or closed_at is not null)");
                    table.CheckConstraint("ck_ballot_counts", "(for_count is null) = (against_count is null) and (for_count is null) = (abstained_count is null) and (for_count is null or status = 'Closed')");
                    table.CheckConstraint("ck_ballot_majority", "majority in ('Simple', 'Absolute', 'TwoThirds')");
                    table.CheckConstraint("ck_ballot_mode", "mode in ('Named', 'Secret')");
                    table.CheckConstraint("ck_ballot_outcome", "outcome is null or outcome in ('Adopted', 'Rejected', 'Tied')");
                    table.CheckConstraint("ck_ballot_status", "status in ('Open', 'Closed', 'Annulled')");
                    table.CheckConstraint("ck_ballot_urn", "length(urn) = 0 or (mode = 'Secret' and status = 'Open')");
                    table.CheckConstraint("ck_ballots_annulment_reason_length", "length(annulment_reason) <= 500");
                    table.CheckConstraint("ck_ballots_item_kind_length", "length(item_kind) <= 40");
                    table.CheckConstraint("ck_ballots_question_length", "length(question) <= 300");
                    table.ForeignKey(
                        name: "fk_ballots_presiding_id",
                        column: x => x.presiding_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ballots_session_id",
                        column: x => x.session_id,
                        principalTable: "hearing_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deliberation_minutes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chair_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    clerk_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliberation_minutes", x => x.id);
                    table.CheckConstraint("ck_deliberation_minutes_signers", "chair_id <> clerk_id");
                    table.ForeignKey(
                        name: "fk_deliberation_minutes_chair_id",
                        column: x => x.chair_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deliberation_minutes_clerk_id",
                        column: x => x.clerk_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deliberation_minutes_session_id",
                        column: x => x.session_id,
                        principalTable: "hearing_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hearing_breaks",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    after_position = table.Column<int>(type: "INTEGER", nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hearing_breaks", x => new { x.session_id, x.after_position });
                    table.CheckConstraint("ck_hearing_break_minutes", "minutes between 1 and 240");
                    table.ForeignKey(
                        name: "fk_hearing_breaks_session_id",
                        column: x => x.session_id,
                        principalTable: "hearing_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "assessments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    grid_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reviewer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    submitted_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessments", x => x.id);
                    table.CheckConstraint("ck_assessment_submitted", "submitted_at is null or submitted_at >= started_at");
                    table.CheckConstraint("ck_assessments_item_kind_length", "length(item_kind) <= 40");
                    table.ForeignKey(
                        name: "fk_assessments_grid_id",
                        column: x => x.grid_id,
                        principalTable: "scoring_grids",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessments_reviewer_id",
                        column: x => x.reviewer_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "criteria",
                columns: table => new
                {
                    grid_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    guidance = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    weight = table.Column<int>(type: "INTEGER", nullable: false),
                    requires_comment = table.Column<bool>(type: "INTEGER", nullable: false),
                    scale_max = table.Column<decimal>(type: "TEXT", precision: 9, scale: 4, nullable: false),
                    scale_min = table.Column<decimal>(type: "TEXT", precision: 9, scale: 4, nullable: false),
                    scale_step = table.Column<decimal>(type: "TEXT", precision: 9, scale: 4, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_criteria", x => new { x.grid_id, x.code });
                    table.CheckConstraint("ck_criteria_code_length", "length(code) <= 40");
                    table.CheckConstraint("ck_criteria_guidance_length", "length(guidance) <= 2000");
                    table.CheckConstraint("ck_criteria_label_length", "length(label) <= 200");
                    table.CheckConstraint("ck_criterion_weight", "weight between 1 and 100");
                    table.ForeignKey(
                        name: "fk_criteria_grid_id",
                        column: x => x.grid_id,
                        principalTable: "scoring_grids",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "batched_decisions",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    waiting_rank = table.Column<int>(type: "INTEGER", nullable: true),
                    told_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    promoted_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    answer_by = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batched_decisions", x => new { x.batch_id, x.item_kind, x.item_id });
                    table.CheckConstraint("ck_batched_decision_outcome", "outcome in ('Retained', 'WaitingList', 'NotRetained', 'Redirected')");
                    table.CheckConstraint("ck_batched_decision_promoted", "(promoted_at is null) = (answer_by is null)");
                    table.CheckConstraint("ck_batched_decisions_item_kind_length", "length(item_kind) <= 40");
                    table.ForeignKey(
                        name: "fk_batched_decisions_batch_id",
                        column: x => x.batch_id,
                        principalTable: "decision_batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ballot_seats",
                columns: table => new
                {
                    ballot_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_recused = table.Column<bool>(type: "INTEGER", nullable: false),
                    counts_for_quorum = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ballot_seats", x => new { x.ballot_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_ballot_seats_ballot_id",
                        column: x => x.ballot_id,
                        principalTable: "ballots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ballot_seats_member_id",
                        column: x => x.member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ballot_seats_person_id",
                        column: x => x.person_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "named_votes",
                columns: table => new
                {
                    ballot_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    voter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    choice = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    cast_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    struck_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_named_votes", x => new { x.ballot_id, x.member_id });
                    table.CheckConstraint("ck_named_vote_choice", "choice in ('For', 'Against', 'Abstain')");
                    table.ForeignKey(
                        name: "fk_named_votes_ballot_id",
                        column: x => x.ballot_id,
                        principalTable: "ballots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_named_votes_member_id",
                        column: x => x.member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_named_votes_voter_id",
                        column: x => x.voter_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "panel_decisions",
                columns: table => new
                {
                    deliberation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    waiting_rank = table.Column<int>(type: "INTEGER", nullable: true),
                    amount = table.Column<decimal>(type: "TEXT", precision: 12, scale: 2, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    ranking_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    redirected_to_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    redirected_to_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    ballot_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    recorded_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panel_decisions", x => new { x.deliberation_id, x.item_kind, x.item_id });
                    table.CheckConstraint("ck_decision_outcome", "outcome in ('Retained', 'WaitingList', 'NotRetained', 'Redirected')");
                    table.CheckConstraint("ck_decision_redirected", "(redirected_to_kind is null) = (redirected_to_id is null)");
                    table.CheckConstraint("ck_decision_waiting", "(outcome = 'WaitingList') = (waiting_rank is not null)");
                    table.CheckConstraint("ck_panel_decisions_item_kind_length", "length(item_kind) <= 40");
                    table.CheckConstraint("ck_panel_decisions_ranking_reason_length", "length(ranking_reason) <= 2000");
                    table.CheckConstraint("ck_panel_decisions_reason_length", "length(reason) <= 2000");
                    table.CheckConstraint("ck_panel_decisions_redirected_to_kind_length", "length(redirected_to_kind) <= 40");
                    table.ForeignKey(
                        name: "fk_panel_decisions_ballot_id",
                        column: x => x.ballot_id,
                        principalTable: "ballots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_panel_decisions_deliberation_id",
                        column: x => x.deliberation_id,
                        principalTable: "deliberations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_panel_decisions_recorded_by_id",
                        column: x => x.recorded_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "voter_marks",
                columns: table => new
                {
                    ballot_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    voter_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voter_marks", x => new { x.ballot_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_voter_marks_ballot_id",
                        column: x => x.ballot_id,
                        principalTable: "ballots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_voter_marks_member_id",
                        column: x => x.member_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_voter_marks_voter_id",
                        column: x => x.voter_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "minutes_signatures",
                columns: table => new
                {
                    minutes_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version_number = table.Column<int>(type: "INTEGER", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    signer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    signed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_minutes_signatures", x => new { x.minutes_id, x.version_number, x.role });
                    table.CheckConstraint("ck_minutes_signature_role", "role in ('Chair', 'Clerk')");
                    table.CheckConstraint("ck_minutes_signatures_hash_length", "length(hash) <= 64");
                    table.ForeignKey(
                        name: "fk_minutes_signatures_minutes_id",
                        column: x => x.minutes_id,
                        principalTable: "deliberation_minutes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_minutes_signatures_signer_id",
                        column: x => x.signer_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "minutes_versions",
                columns: table => new
                {
                    minutes_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    replaces = table.Column<int>(type: "INTEGER", nullable: true),
                    text = table.Column<string>(type: "TEXT", maxLength: 200000, nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    why = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_minutes_versions", x => new { x.minutes_id, x.number });
                    table.CheckConstraint("ck_minutes_versions_hash_length", "length(hash) <= 64");
                    table.CheckConstraint("ck_minutes_versions_previous_hash_length", "length(previous_hash) <= 64");
                    table.CheckConstraint("ck_minutes_versions_text_length", "length(text) <= 200000");
                    table.CheckConstraint("ck_minutes_versions_why_length", "length(why) <= 500");
                    table.ForeignKey(
                        name: "fk_minutes_versions_author_id",
                        column: x => x.author_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_minutes_versions_minutes_id",
                        column: x => x.minutes_id,
                        principalTable: "deliberation_minutes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "scores",
                columns: table => new
                {
                    assessment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    criterion_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    value = table.Column<decimal>(type: "TEXT", precision: 9, scale: 4, nullable: false),
                    comment = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scores", x => new { x.assessment_id, x.criterion_code });
                    table.CheckConstraint("ck_scores_comment_length", "length(comment) <= 4000");
                    table.CheckConstraint("ck_scores_criterion_code_length", "length(criterion_code) <= 40");
                    table.ForeignKey(
                        name: "fk_scores_assessment_id",
                        column: x => x.assessment_id,
                        principalTable: "assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_item_id",
                table: "agenda_items",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_assessments_grid_id_item_kind_item_id_reviewer_id",
                table: "assessments",
                columns: new[] { "grid_id", "item_kind", "item_id", "reviewer_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assessments_reviewer_id",
                table: "assessments",
                column: "reviewer_id");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_assigned_by_id",
                table: "assignments",
                column: "assigned_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_panel_id_item_kind_item_id_reviewer_id",
                table: "assignments",
                columns: new[] { "panel_id", "item_kind", "item_id", "reviewer_id" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_reviewer_id",
                table: "assignments",
                column: "reviewer_id");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_events_person_id",
                table: "attendance_events",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_ballot_seats_member_id",
                table: "ballot_seats",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_ballot_seats_person_id",
                table: "ballot_seats",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_ballots_presiding_id",
                table: "ballots",
                column: "presiding_id");

            migrationBuilder.CreateIndex(
                name: "ix_ballots_session_id",
                table: "ballots",
                column: "session_id",
                unique: true,
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_ballots_session_id_item_kind_item_id_number",
                table: "ballots",
                columns: new[] { "session_id", "item_kind", "item_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_batched_decisions_item_id",
                table: "batched_decisions",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_decision_batches_deliberation_id_conclusion",
                table: "decision_batches",
                columns: new[] { "deliberation_id", "conclusion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_decision_batches_released_by_id",
                table: "decision_batches",
                column: "released_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_decision_batches_status_release_at",
                table: "decision_batches",
                columns: new[] { "status", "release_at" });

            migrationBuilder.CreateIndex(
                name: "ix_deliberation_minutes_chair_id",
                table: "deliberation_minutes",
                column: "chair_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliberation_minutes_clerk_id",
                table: "deliberation_minutes",
                column: "clerk_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliberation_minutes_session_id",
                table: "deliberation_minutes",
                column: "session_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliberations_panel_id",
                table: "deliberations",
                column: "panel_id");

            migrationBuilder.CreateIndex(
                name: "ix_hearing_sessions_panel_id_starts_at",
                table: "hearing_sessions",
                columns: new[] { "panel_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_minutes_signatures_signer_id",
                table: "minutes_signatures",
                column: "signer_id");

            migrationBuilder.CreateIndex(
                name: "ix_minutes_versions_author_id",
                table: "minutes_versions",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_named_votes_ballot_id_voter_id",
                table: "named_votes",
                columns: new[] { "ballot_id", "voter_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_named_votes_member_id",
                table: "named_votes",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_named_votes_voter_id",
                table: "named_votes",
                column: "voter_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_decisions_ballot_id",
                table: "panel_decisions",
                column: "ballot_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_decisions_item_id",
                table: "panel_decisions",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_decisions_recorded_by_id",
                table: "panel_decisions",
                column: "recorded_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_delegations_delegator_id",
                table: "panel_delegations",
                column: "delegator_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_delegations_ended_by_id",
                table: "panel_delegations",
                column: "ended_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_delegations_entered_by_id",
                table: "panel_delegations",
                column: "entered_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_panel_delegations_substitute_id_until",
                table: "panel_delegations",
                columns: new[] { "substitute_id", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_panel_members_person_id_panel_id",
                table: "panel_members",
                columns: new[] { "person_id", "panel_id" },
                unique: true,
                filter: "removed_from is null");

            migrationBuilder.CreateIndex(
                name: "ix_panel_members_removed_by_id",
                table: "panel_members",
                column: "removed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_panels_chair_id",
                table: "panels",
                column: "chair_id");

            migrationBuilder.CreateIndex(
                name: "ix_panels_clerk_id",
                table: "panels",
                column: "clerk_id");

            migrationBuilder.CreateIndex(
                name: "ix_panels_deputy_chair_id",
                table: "panels",
                column: "deputy_chair_id");

            migrationBuilder.CreateIndex(
                name: "ix_panels_subject_id_subject_kind_kind",
                table: "panels",
                columns: new[] { "subject_id", "subject_kind", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_recusals_entered_by_id",
                table: "recusals",
                column: "entered_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_recusals_item_id",
                table: "recusals",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_recusals_panel_id_person_id_item_kind_item_id",
                table: "recusals",
                columns: new[] { "panel_id", "person_id", "item_kind", "item_id" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_recusals_person_id",
                table: "recusals",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_recusals_withdrawn_by_id",
                table: "recusals",
                column: "withdrawn_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_scoring_grids_panel_id_number",
                table: "scoring_grids",
                columns: new[] { "panel_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_voter_marks_ballot_id_voter_id",
                table: "voter_marks",
                columns: new[] { "ballot_id", "voter_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_voter_marks_member_id",
                table: "voter_marks",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_voter_marks_voter_id",
                table: "voter_marks",
                column: "voter_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agenda_items");

            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "attendance_events");

            migrationBuilder.DropTable(
                name: "ballot_seats");

            migrationBuilder.DropTable(
                name: "batched_decisions");

            migrationBuilder.DropTable(
                name: "criteria");

            migrationBuilder.DropTable(
                name: "hearing_breaks");

            migrationBuilder.DropTable(
                name: "minutes_signatures");

            migrationBuilder.DropTable(
                name: "minutes_versions");

            migrationBuilder.DropTable(
                name: "named_votes");

            migrationBuilder.DropTable(
                name: "panel_decisions");

            migrationBuilder.DropTable(
                name: "panel_delegations");

            migrationBuilder.DropTable(
                name: "panel_members");

            migrationBuilder.DropTable(
                name: "recusals");

            migrationBuilder.DropTable(
                name: "scores");

            migrationBuilder.DropTable(
                name: "voter_marks");

            migrationBuilder.DropTable(
                name: "decision_batches");

            migrationBuilder.DropTable(
                name: "deliberation_minutes");

            migrationBuilder.DropTable(
                name: "assessments");

            migrationBuilder.DropTable(
                name: "ballots");

            migrationBuilder.DropTable(
                name: "deliberations");

            migrationBuilder.DropTable(
                name: "scoring_grids");

            migrationBuilder.DropTable(
                name: "hearing_sessions");

            migrationBuilder.DropTable(
                name: "panels");
        }
    }
}
