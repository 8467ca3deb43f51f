using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class TaskHolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "activity_id",
                table: "work_items",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "asked_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_role",
                table: "work_items",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "cancelled_at",
                table: "work_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "claimed_at",
                table: "work_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "claimed_by_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "delegated_at",
                table: "work_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "delegated_by_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "delegation_word",
                table: "work_items",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_open_to_parties",
                table: "work_items",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "previous_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "given_by_id",
                table: "opinions",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_work_items_asked_id",
                table: "work_items",
                column: "asked_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_claimed_by_id",
                table: "work_items",
                column: "claimed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_delegated_by_id",
                table: "work_items",
                column: "delegated_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_previous_id",
                table: "work_items",
                column: "previous_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_item_asked",
                table: "work_items",
                sql: "asked_id is null or asked_role is null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_item_claim",
                table: "work_items",
                sql: "(claimed_by_id is null) = (claimed_at is null) and (claimed_by_id is null or assignee_role is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_item_delegation",
                table: "work_items",
                sql: "(delegated_by_id is null and delegated_at is null) or (delegated_at is not null and (asked_id is null) <> (asked_role is null))");

            migrationBuilder.CreateIndex(
                name: "ix_opinions_given_by_id",
                table: "opinions",
                column: "given_by_id");

            migrationBuilder.AddForeignKey(
                name: "fk_opinions_given_by_id",
                table: "opinions",
                column: "given_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_work_items_asked_id",
                table: "work_items",
                column: "asked_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_work_items_claimed_by_id",
                table: "work_items",
                column: "claimed_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_work_items_delegated_by_id",
                table: "work_items",
                column: "delegated_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_work_items_previous_id",
                table: "work_items",
                column: "previous_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_opinions_given_by_id",
                table: "opinions");

            migrationBuilder.DropForeignKey(
                name: "fk_work_items_asked_id",
                table: "work_items");

            migrationBuilder.DropForeignKey(
                name: "fk_work_items_claimed_by_id",
                table: "work_items");

            migrationBuilder.DropForeignKey(
                name: "fk_work_items_delegated_by_id",
                table: "work_items");

            migrationBuilder.DropForeignKey(
                name: "fk_work_items_previous_id",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_asked_id",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_claimed_by_id",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_delegated_by_id",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_previous_id",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_item_asked",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_item_claim",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_item_delegation",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_opinions_given_by_id",
                table: "opinions");

            migrationBuilder.DropColumn(
                name: "activity_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "asked_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "asked_role",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "cancelled_at",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "claimed_at",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "claimed_by_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "delegated_at",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "delegated_by_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "delegation_word",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "is_open_to_parties",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "previous_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "given_by_id",
                table: "opinions");
        }
    }
}
