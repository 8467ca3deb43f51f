using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Delegations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "completed_for_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "on_behalf_of_id",
                table: "timeline_entries",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    delegator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    substitute_id = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    scope_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    scope_key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                    table.CheckConstraint("ck_delegation_ended", "(ended_at is null) = (ended_by_id is null)");
                    table.CheckConstraint("ck_delegation_others", "substitute_id is null or substitute_id <> delegator_id");
                    table.CheckConstraint("ck_delegation_period", "until >= \"from\"");
                    table.ForeignKey(
                        name: "fk_delegations_delegator_id",
                        column: x => x.delegator_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delegations_ended_by_id",
                        column: x => x.ended_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delegations_entered_by_id",
                        column: x => x.entered_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delegations_substitute_id",
                        column: x => x.substitute_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_completed_for_id",
                table: "work_items",
                column: "completed_for_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_delegator_id_scope_kind_scope_key_from",
                table: "delegations",
                columns: new[] { "delegator_id", "scope_kind", "scope_key", "from" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_delegator_id_until",
                table: "delegations",
                columns: new[] { "delegator_id", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_delegations_ended_by_id",
                table: "delegations",
                column: "ended_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_entered_by_id",
                table: "delegations",
                column: "entered_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_substitute_id_until",
                table: "delegations",
                columns: new[] { "substitute_id", "until" });

            migrationBuilder.AddForeignKey(
                name: "fk_work_items_completed_for_id",
                table: "work_items",
                column: "completed_for_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_work_items_completed_for_id",
                table: "work_items");

            migrationBuilder.DropTable(
                name: "delegations");

            migrationBuilder.DropIndex(
                name: "ix_work_items_completed_for_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "completed_for_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "timeline_entries");
        }
    }
}
